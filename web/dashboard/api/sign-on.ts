import { nothing } from "./read";
import { pathOf, query, request } from "./request";
import * as shapes from "./generated/shapes";
import type { Body, SignOnDoor, SignOnLink, SignOnProvider } from "./types";

const kProviders = "/api/v1/sign-on/providers";

export type ProviderChange = Body<"/api/v1/sign-on/providers/{provider}", "patch">;

export async function providers(): Promise<SignOnProvider[]> {
  return (await request({ method: "GET", path: kProviders, read: shapes.signOnProviderItems }))
    .items;
}

export async function addProvider(
  body: Body<"/api/v1/sign-on/providers", "post">,
): Promise<SignOnProvider> {
  return request({ method: "POST", path: kProviders, body, read: shapes.signOnProvider });
}

export async function changeProvider(id: string, body: ProviderChange): Promise<SignOnProvider> {
  return request({
    method: "PATCH",
    path: pathOf`/api/v1/sign-on/providers/${id}`,
    body,
    read: shapes.signOnProvider,
  });
}

export async function removeProvider(id: string): Promise<void> {
  await request({
    method: "DELETE",
    path: pathOf`/api/v1/sign-on/providers/${id}`,
    read: nothing,
  });
}

export async function makeOnlyDoor(id: string, breakGlass: string): Promise<SignOnProvider> {
  return request({
    method: "POST",
    path: pathOf`/api/v1/sign-on/providers/${id}/only-door`,
    body: { break_glass: breakGlass },
    read: shapes.signOnProvider,
  });
}

export async function openOtherDoors(id: string): Promise<SignOnProvider> {
  return request({
    method: "DELETE",
    path: pathOf`/api/v1/sign-on/providers/${id}/only-door`,
    read: shapes.signOnProvider,
  });
}

/** Where to go to see whether the provider works. */
export async function tryOut(id: string): Promise<string> {
  const path = pathOf`/api/v1/sign-on/providers/${id}/trial`;
  return (await request({ method: "POST", path, read: shapes.goTo })).address;
}

/** The ways in for addresses of this one's domain. */
export async function doorsFor(email: string): Promise<SignOnDoor[]> {
  const path = `/api/v1/sign-on${query({ email })}`;
  return (await request({ method: "GET", path, read: shapes.signOnDoors, renew: "never" }))
    .providers;
}

export function startOf(door: SignOnDoor): string {
  return pathOf`/sign-on/${door.kind}/${door.id}/start`;
}

export async function links(): Promise<SignOnLink[]> {
  const path = "/api/v1/sign-on/links";
  return (await request({ method: "GET", path, read: shapes.signOnLinkItems })).items;
}

/** Where to go to be known by the provider from now on. */
export async function link(id: string): Promise<string> {
  const path = pathOf`/api/v1/sign-on/links/${id}`;
  return (await request({ method: "POST", path, read: shapes.goTo })).address;
}

/** Where to go to be asked once more who one is. */
export async function proveThere(id: string): Promise<string> {
  const path = pathOf`/api/v1/sign-on/proofs/${id}`;
  return (await request({ method: "POST", path, read: shapes.goTo })).address;
}

export async function unlink(id: string): Promise<void> {
  await request({ method: "DELETE", path: pathOf`/api/v1/sign-on/links/${id}`, read: nothing });
}
