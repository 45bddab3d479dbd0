/** Where a browser downloads an export. */
export function exportAddress(databaseId: string, asked: Readonly<Record<string, string>>): string {
  return `/api/database/${databaseId}/export?${new URLSearchParams(asked)}`;
}
