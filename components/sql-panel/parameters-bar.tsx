import { Input, Select } from "#components/ui/input.tsx";
import { parameterTypes } from "#lib/catalog/query-parameters.ts";
import type { FilledParameter } from "./use-parameters.ts";

interface ParametersBarProps {
  readonly filled: readonly FilledParameter[];
  readonly onFill: (parameter: FilledParameter) => void;
  readonly onRun: () => void;
}

/** A field for each `{{name}}` of the text. */
export function ParametersBar({ filled, onFill, onRun }: ParametersBarProps) {
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
        <Parameter key={parameter.name} parameter={parameter} onFill={onFill} />
      ))}
      <button type="submit" className="sr-only">
        Run with these
      </button>
    </form>
  );
}

interface ParameterProps {
  readonly parameter: FilledParameter;
  readonly onFill: (parameter: FilledParameter) => void;
}

function Parameter({ parameter, onFill }: ParameterProps) {
  const { name, type, value } = parameter;
  return (
    <fieldset className="flex min-w-0 items-center gap-1.5">
      <legend className="sr-only">{name}</legend>
      <span aria-hidden="true" className="max-w-40 truncate font-mono text-xs">
        {name}
      </span>
      {type === "boolean" ? (
        <Select
          aria-label={`Value of ${name}`}
          value={value}
          className="w-24"
          onChange={(event) => onFill({ ...parameter, value: event.target.value })}
        >
          <option value="">NULL</option>
          <option value="true">true</option>
          <option value="false">false</option>
        </Select>
      ) : (
        <Input
          aria-label={`Value of ${name}`}
          type={type === "date" ? "date" : "text"}
          inputMode={/int|numeric|double/.test(type) ? "decimal" : "text"}
          value={value}
          placeholder={type === "text" ? "empty" : "NULL"}
          className="w-40"
          onChange={(event) => onFill({ ...parameter, value: event.target.value })}
        />
      )}
      <Select
        aria-label={`Type of ${name}`}
        value={type}
        className="w-36"
        onChange={(event) => {
          const chosen = parameterTypes.find((candidate) => candidate === event.target.value);
          if (chosen !== undefined) onFill({ ...parameter, type: chosen });
        }}
      >
        {parameterTypes.map((candidate) => (
          <option key={candidate}>{candidate}</option>
        ))}
      </Select>
    </fieldset>
  );
}
