import { type Path, pathOf } from "./resource.ts";

export type ParameterKind = "token" | "string" | "date" | "reference" | "quantity" | "uri";

export interface SearchParameter {
  kind: ParameterKind;
  path: string;
  steps: Path;
  /** The only type a bare id can mean: `patient=12` is Patient/12. */
  target: string | undefined;
}

export type ParametersOfType = Record<string, SearchParameter>;

const parameter =
  (kind: ParameterKind) =>
  (path: string, target?: string): SearchParameter => ({
    kind,
    path,
    steps: pathOf(path),
    target,
  });

export const token = parameter("token");
export const text = parameter("string");
export const date = parameter("date");
export const reference = parameter("reference");
export const quantity = parameter("quantity");
export const uri = parameter("uri");

export const identifier = token("identifier");
export const status = token("status");
/** The usual pair: `patient` is the subject when the subject is a person. */
export const subject = {
  patient: reference("subject", "Patient"),
  subject: reference("subject"),
};
