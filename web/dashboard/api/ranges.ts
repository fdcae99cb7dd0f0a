import { request } from "./request";
import * as shapes from "./generated/shapes";
import type { AddressPreview, AddressRanges, Body } from "./types";

const kPath = "/api/v1/workspace/address-ranges";

export type RangesDraft = Body<"/api/v1/workspace/address-ranges", "post">;

export async function addressRanges(): Promise<AddressRanges> {
  return request({ method: "GET", path: kPath, read: shapes.addressRanges });
}

export async function saveAddressRanges(body: RangesDraft): Promise<AddressRanges> {
  return request({ method: "POST", path: kPath, body, read: shapes.addressRanges });
}

export async function previewAddressRanges(body: RangesDraft): Promise<AddressPreview> {
  return request({ method: "POST", path: `${kPath}/preview`, body, read: shapes.addressPreview });
}
