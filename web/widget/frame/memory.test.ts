import { describe, expect, it } from "vitest";
import { Memory, store } from "./memory";

describe("the widget's memory", () => {
  it("keeps unsent messages in the order written, until they are forgotten", () => {
    const kept = store();
    const memory = new Memory("wgt_1", kept);
    memory.keep({ client_id: "second-1", text: "b", at: 2 });
    memory.keep({ client_id: "first-01", text: "a", at: 1 });
    memory.forget("second-1");
    memory.keep({ client_id: "third-01", text: "c", at: 3 });
    // After a reload another Memory reads the same store.
    const texts = new Memory("wgt_1", kept).unsent().map(({ text }) => text);
    expect(texts).toEqual(["a", "c"]);
  });

  it("keeps the widgets of one server apart", () => {
    const kept = store();
    new Memory("wgt_1", kept).keepToken("ghv_1");
    new Memory("wgt_1", kept).keep({ client_id: "first-01", text: "a", at: 1 });
    const other = new Memory("wgt_2", kept);
    expect(other.token()).toBeNull();
    expect(other.unsent()).toEqual([]);
  });

  it("forgets only the token that has ended, not a newer one of another tab", () => {
    const kept = store();
    const memory = new Memory("wgt_1", kept);
    memory.keepToken("ghv_new");
    memory.forgetToken("ghv_old");
    expect(memory.token()).toBe("ghv_new");
    memory.forgetToken("ghv_new");
    expect(memory.token()).toBeNull();
  });
});
