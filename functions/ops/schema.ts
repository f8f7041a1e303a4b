import * as z from "zod/mini";

/** A JSON Schema as far as this document looks into it. */
export interface Schema {
  readonly properties?: Readonly<Record<string, Schema>> | undefined;
  readonly required?: readonly string[] | undefined;
  readonly anyOf?: readonly Schema[] | undefined;
  readonly [keyword: string]: unknown;
}

const Parsed: z.ZodMiniType<Schema> = z.looseObject({
  properties: z.optional(
    z.record(
      z.string(),
      z.lazy(() => Parsed),
    ),
  ),
  required: z.optional(z.array(z.string())),
  anyOf: z.optional(z.array(z.lazy(() => Parsed))),
});

/** A schema of ours as JSON Schema 2020-12, the dialect of OpenAPI 3.1. */
export function schemaOf(type: z.ZodMiniType, io: "input" | "output"): Schema {
  const { $schema: _dialect, ...schema } = z.toJSONSchema(type, { io, unrepresentable: "any" });
  return Parsed.parse(schema);
}

/** The same without these properties (they travel in the path), in every alternative. */
export function without(schema: Schema, names: readonly string[]): Schema {
  const { properties, required, anyOf, ...rest } = schema;
  const left = (required ?? []).filter((name) => !names.includes(name));
  return {
    ...rest,
    ...(properties ? { properties: omit(properties, names) } : {}),
    ...(left.length > 0 ? { required: left } : {}),
    ...(anyOf ? { anyOf: anyOf.map((alternative) => without(alternative, names)) } : {}),
  };
}

const omit = (properties: Readonly<Record<string, Schema>>, names: readonly string[]) =>
  Object.fromEntries(Object.entries(properties).filter(([name]) => !names.includes(name)));

/** Every property a schema knows, whichever alternative it stands in. */
export const propertiesOf = ({ properties, anyOf }: Schema): Record<string, Schema> =>
  Object.assign({}, properties, ...(anyOf ?? []).map(propertiesOf));

/** True where every alternative needs it. */
export const requires = ({ required, anyOf }: Schema, name: string): boolean =>
  (required ?? []).includes(name) ||
  (anyOf !== undefined && anyOf.length > 0 && anyOf.every((schema) => requires(schema, name)));
