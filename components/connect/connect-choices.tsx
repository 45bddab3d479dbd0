import { Field } from "#components/ui/field.tsx";
import { Select } from "#components/ui/input.tsx";
import { type Framework, frameworks } from "#lib/catalog/codegen/snippets.ts";

export type AddressForm = "name" | "path";

interface ConnectChoicesProps {
  readonly framework: Framework;
  readonly table: string;
  readonly tables: readonly string[];
  /** Null: there is but one address. */
  readonly address: AddressForm | null;
  /** What speaks against the address that is chosen. */
  readonly addressHint: string | undefined;
  readonly onFramework: (framework: Framework) => void;
  readonly onTable: (table: string) => void;
  readonly onAddress: (address: AddressForm) => void;
}

/** What the lines to copy are for. */
export function ConnectChoices(props: ConnectChoicesProps) {
  const { framework, table, tables, address, addressHint, onFramework, onTable, onAddress } = props;
  return (
    <div className="grid grid-cols-1 gap-4 sm:grid-cols-2 lg:grid-cols-3">
      <Field label="Framework">
        {(control) => (
          <Select
            {...control}
            value={framework}
            onChange={(event) => onFramework(event.target.value as Framework)}
          >
            {frameworks.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </Select>
        )}
      </Field>
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
              <option value="name">A name of its own</option>
              <option value="path">A path on this host</option>
            </Select>
          )}
        </Field>
      )}
    </div>
  );
}
