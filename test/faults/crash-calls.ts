import * as z from "zod/mini";

/** One call that a function makes of the world: between two of them is a point at which it may die. */
export interface Call {
  /** What it does, in words: "store claim + visit + row sending". The second of its kind has a number. */
  readonly name: string;
  /** It changes something; after one that only reads, everything is as before it. */
  readonly writes: boolean;
}

const Text = z.object({ S: z.string() });
const Attributes = z.looseObject({ pk: Text, sk: Text, data: z.optional(Text) });
const Write = z.object({ Item: z.optional(Attributes), Key: z.optional(Attributes) });
const DynamoInput = z.looseObject({
  Item: z.optional(Attributes),
  Key: z.optional(Attributes),
  IndexName: z.optional(z.string()),
  ExpressionAttributeValues: z.optional(z.record(z.string(), z.unknown())),
  RequestItems: z.optional(z.record(z.string(), z.object({ Keys: z.array(Attributes) }))),
  TransactItems: z.optional(
    z.array(
      z.object({
        Put: z.optional(Write),
        Delete: z.optional(Write),
        ConditionCheck: z.optional(Write),
      }),
    ),
  ),
});
type DynamoInput = z.infer<typeof DynamoInput>;
type Attributes = z.infer<typeof Attributes>;

/** A call to the table, by what its items are. */
export function tableCall(operation: string, body: string): Call {
  const input = DynamoInput.parse(JSON.parse(body));
  const { TransactItems: changes } = input;
  if (changes) return { name: `store ${changes.map(changeName).join(" + ")}`, writes: true };
  if (operation === "PutItem") return { name: `store ${noun(input.Item)}`, writes: true };
  if (operation === "UpdateItem") return { name: `count ${noun(input.Key)}`, writes: true };
  if (operation === "DeleteItem") return { name: `remove ${noun(input.Key)}`, writes: true };
  return { name: `read ${readName(input)}`, writes: false };
}

function changeName({
  Put,
  Delete,
  ConditionCheck,
}: NonNullable<DynamoInput["TransactItems"]>[number]) {
  if (Put) return noun(Put.Item);
  return Delete ? `no ${noun(Delete.Key)}` : `check ${noun(ConditionCheck?.Key)}`;
}

function readName({
  Key,
  RequestItems,
  ExpressionAttributeValues: values = {},
}: DynamoInput): string {
  if (Key) return noun(Key);
  if (RequestItems)
    return Object.values(RequestItems)
      .flatMap(({ Keys }) => Keys.map(noun))
      .join(" + ");
  const [pk, from] = [
    Text.safeParse(values[":pk"]).data?.S,
    Text.safeParse(values[":from"]).data?.S,
  ];
  return [kind(pk ?? ""), kind(from ?? "")].filter((word) => word !== "").join(" ");
}

/** "CLAIM#slot-7" is a claim; of a row it matters where it stands. */
function noun(item: Attributes | undefined): string {
  if (!item) return "nothing";
  const [pk, sk] = [kind(item.pk.S), kind(item.sk.S)];
  if (sk === "write") return ["row", ...stateOf(item)].join(" ");
  return /^(claim|hold|key|session|visit|notice|breaker|mirror)$/.test(sk)
    ? sk
    : [pk, sk].join(" ");
}

const RowState = z.object({ state: z.string(), steps: z.record(z.string(), z.unknown()) });
function stateOf({ data }: Attributes): string[] {
  const row = data && RowState.safeParse(JSON.parse(data.S)).data;
  return row ? [row.state, ...Object.keys(row.steps)] : [];
}

const kind = (key: string): string => (/^[A-Z][A-Z-]*/.exec(key)?.[0] ?? "").toLowerCase();

/** A call to the EHR, by method and what it is about. */
export function ehrCall(method: string, url: URL): Call {
  const [type = "", id] = url.pathname.split("/").slice(3);
  const about = type === "" ? "bundle" : `${type}${id ? "/id" : ""}${url.search ? "?" : ""}`;
  return { name: `EHR ${method} ${about}`, writes: method !== "GET" };
}

/** Numbers the second and later calls of one name. */
export function numbered(call: Call, before: readonly Call[]): Call {
  const same = before.filter(({ name }) => name.replace(/ \(\d+\)$/, "") === call.name).length;
  return same === 0 ? call : { ...call, name: `${call.name} (${same + 1})` };
}
