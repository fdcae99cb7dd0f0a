import { useState } from "react";
import { useLinkToken } from "../parts/link-token";
import { AskForLink } from "./ask-for-link";
import { ChoosePassword } from "./choose-password";

/** With a link one chooses a password; without, one asks for a link. */
export function ResetPage() {
  const token = useLinkToken();
  const [asking, setAsking] = useState(token === "");
  if (asking) return <AskForLink />;
  return <ChoosePassword token={token} onAskAgain={() => setAsking(true)} />;
}
