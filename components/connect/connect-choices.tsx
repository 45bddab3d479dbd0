import { Field } from "#components/ui/field.tsx";
import { Select } from "#components/ui/input.tsx";

export type AddressForm = "name" | "path";

interface ConnectChoicesProps {
  readonly table: string;
  readonly tables: readonly string[];
  readonly addresses: { readonly [form in AddressForm]: string };
  /** Null: there is but one address. */
  readonly address: AddressForm | null;
  /** What speaks against the address that is chosen. */
  readonly addressHint: string | undefined;
  readonly onTable: (table: string) => void;
  readonly onAddress: (address: AddressForm) => void;
}

/** What the lines to copy are for. */
export function ConnectChoices(props: ConnectChoicesProps) {
  const { table, tables, address, addresses, addressHint, onTable, onAddress } = props;
  return (
    <div className="grid grid-cols-1 gap-4 sm:grid-cols-2">
      <Field label="Table">
        {(control) => (
          <Select {...control} value={table} onChange={(event) => onTable(event.target.value)}>
            {tables.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </Select>
        )}
      </Field>
      {address === null ? null : (
        <Field label="Address" hint={addressHint}>
          {(control) => (
            <Select
              {...control}
              value={address}
              onChange={(event) => onAddress(event.target.value === "path" ? "path" : "name")}
            >
              <option value="name">{bare(addresses.name)} — a name of its own</option>
              <option value="path">{bare(addresses.path)} — a path</option>
            </Select>
          )}
        </Field>
      )}
    </div>
  );
}

/** An address as people read it. */
function bare(address: string): string {
  return address.replace(/^https?:\/\//, "");
}
