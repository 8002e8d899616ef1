import { useId } from "react";

/** One choice of a short list. */
export function ChoiceField<Name extends string>(props: {
  readonly label: string;
  readonly value: Name;
  readonly options: readonly { readonly name: Name; readonly label: string }[];
  readonly choose: (name: Name) => void;
}) {
  const id = useId();
  const { label, value, options, choose } = props;
  const change = (wanted: string): void => {
    const option = options.find(({ name }) => name === wanted);
    if (option !== undefined) choose(option.name);
  };
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => change(event.target.value)}>
        {options.map((option) => (
          <option key={option.name} value={option.name}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}
