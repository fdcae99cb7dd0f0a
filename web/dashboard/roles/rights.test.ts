import { describe, expect, it } from "vitest";
import type { PrivilegeEntry, Role, Session } from "../api/types";
import { mayGive, switched } from "./rights";

const see: PrivilegeEntry = { name: "read_bots", scope: "bot", sentence: "See." };
const edit: PrivilegeEntry = { name: "edit_bots", scope: "bot", sentence: "Edit." };
const invite: PrivilegeEntry = { name: "invite", scope: "workspace", sentence: "Invite." };
const all = [see, edit, invite];

describe("switching a right", () => {
  it("brings the sight that it needs", () => {
    expect(switched([], edit, all)).toEqual(["read_bots", "edit_bots"]);
  });
  it("takes everything with the sight", () => {
    expect(switched(["read_bots", "edit_bots", "invite"], see, all)).toEqual(["invite"]);
  });
  it("leaves the workspace's rights alone", () => {
    expect(switched(["read_bots"], invite, all)).toEqual(["read_bots", "invite"]);
    expect(switched(["read_bots", "invite"], invite, all)).toEqual(["read_bots"]);
  });
});

describe("giving a role", () => {
  const session = { role: "administrator", every_bot: true, privileges: ["read_bots"] } as Session;
  const role = (change: Partial<Role>): Role => ({
    key: "agent",
    name: "agent",
    built_in: true,
    every_bot: false,
    privileges: ["read_bots"],
    holders: [],
    ...change,
  });
  it("stops at what one holds", () => {
    expect(mayGive(session, role({}))).toBe(true);
    expect(mayGive(session, role({ privileges: ["read_bots", "edit_bots"] }))).toBe(false);
    expect(mayGive({ ...session, every_bot: false }, role({ every_bot: true }))).toBe(false);
  });
  it("leaves owners to owners", () => {
    expect(mayGive(session, role({ key: "owner" }))).toBe(false);
    expect(mayGive({ ...session, role: "owner" }, role({ key: "owner" }))).toBe(true);
  });
});
