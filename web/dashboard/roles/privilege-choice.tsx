import { Checkbox, Fieldset, Stack } from "@mantine/core";
import type { Privilege, PrivilegeEntry } from "../api/types";
import { useSession } from "../session/session";
import { usePrivilegeText, useScopeText } from "./privilege-text";
import { inScope, kScopes, switched } from "./rights";

interface PrivilegeChoiceProps {
  all: PrivilegeEntry[];
  held: Privilege[];
  onChange: (held: Privilege[]) => void;
}

/** Nobody gives what they do not hold, so those boxes stay closed. */
export function PrivilegeChoice({ all, held, onChange }: PrivilegeChoiceProps) {
  const session = useSession();
  const scopeText = useScopeText();
  const privilegeText = usePrivilegeText();
  return (
    <Stack gap="md">
      {kScopes.map((scope) => (
        <Fieldset key={scope} legend={scopeText(scope)} radius="md">
          <Stack gap="sm">
            {inScope(all, scope).map((one) => (
              <Checkbox
                key={one.name}
                label={privilegeText(one).label}
                description={privilegeText(one).sentence}
                checked={held.includes(one.name)}
                disabled={!session.privileges.includes(one.name)}
                onChange={() => onChange(switched(held, one, all))}
              />
            ))}
          </Stack>
        </Fieldset>
      ))}
    </Stack>
  );
}
