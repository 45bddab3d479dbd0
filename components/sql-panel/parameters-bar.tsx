import { Input, Select } from "#components/ui/input.tsx";
import { type ParameterType, parameterTypes } from "#lib/catalog/query-parameters.ts";
import type { FilledParameter } from "./use-parameters.ts";

interface ParametersBarProps {
  readonly filled: readonly FilledParameter[];
  readonly onGive: (
    name: string,
    given: { readonly value?: string; readonly type?: ParameterType | null },
  ) => void;
  readonly onRun: () => void;
}

/** A field for each `{{name}}` of the text. */
export function ParametersBar({ filled, onGive, onRun }: ParametersBarProps) {
  if (filled.length === 0) return null;
  return (
    <form
      aria-label="Parameters"
      className="flex max-h-40 flex-wrap gap-x-5 gap-y-2 overflow-y-auto border-t bg-sunken px-4 py-2"
      onSubmit={(event) => {
        event.preventDefault();
        onRun();
      }}
    >
      {filled.map((parameter) => (
        <Parameter key={parameter.name} parameter={parameter} onGive={onGive} />
      ))}
      <button type="submit" className="sr-only">
        Run with these
      </button>
    </form>
  );
}

interface ParameterProps extends Pick<ParametersBarProps, "onGive"> {
  readonly parameter: FilledParameter;
}

function Parameter({ parameter, onGive }: ParameterProps) {
  const { name, type, value } = parameter;
  const choices = type === "boolean" ? ["true", "false"] : parameter.choices;
  return (
    <fieldset className="flex w-full min-w-0 items-center gap-1.5 sm:w-auto">
      <legend className="sr-only">{name}</legend>
      <span
        aria-hidden="true"
        title={name}
        className="min-w-12 max-w-28 shrink-0 truncate font-mono text-xs sm:max-w-40"
      >
        {name}
      </span>
      {choices === undefined ? (
        <Input
          aria-label={`Value of ${name}`}
          type={type === "date" ? "date" : "text"}
          inputMode={/int|numeric|double/.test(type) ? "decimal" : "text"}
          value={value}
          placeholder={type === "text" ? "empty" : "NULL"}
          className="w-0 min-w-0 flex-1 sm:w-40 sm:flex-none"
          onChange={(event) => onGive(name, { value: event.target.value })}
        />
      ) : (
        <Select
          aria-label={`Value of ${name}`}
          value={value}
          className="w-full sm:w-40"
          onChange={(event) => onGive(name, { value: event.target.value })}
        >
          <option value="">NULL</option>
          {[...new Set([...choices, ...(value === "" ? [] : [value])])].map((choice) => (
            <option key={choice}>{choice}</option>
          ))}
        </Select>
      )}
      <Select
        aria-label={`Type of ${name}`}
        value={parameter.choices === undefined ? type : "enum"}
        className="w-28 shrink-0 sm:w-auto"
        onChange={(event) =>
          onGive(name, { type: parameterTypes.find((candidate) => candidate === event.target.value) ?? null })
        }
      >
        {parameter.choices === undefined ? null : <option>enum</option>}
        {parameterTypes.map((candidate) => (
          <option key={candidate}>{candidate}</option>
        ))}
      </Select>
    </fieldset>
  );
}
