export const kRolesKey = ["roles"] as const;
export const kPrivilegesKey = ["privileges"] as const;

export function grantsKey(person: string): readonly string[] {
  return ["grants", person];
}
