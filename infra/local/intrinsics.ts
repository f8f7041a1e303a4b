/** What `Ref` and `Fn::GetAtt` answer while a template is resolved. */
export interface Scope {
  ref(name: string): unknown;
  attribute(resource: string, name: string): unknown;
  mapping(map: string, key: string, name: string): unknown;
}

type Intrinsic = (argument: unknown, scope: Scope) => unknown;

const intrinsics: Record<string, Intrinsic> = {
  Ref: (name, scope) => scope.ref(String(name)),
  "Fn::GetAtt": (path, scope) => {
    const [resource, ...name] = Array.isArray(path) ? path : String(path).split(".");
    return scope.attribute(String(resource), name.join("."));
  },
  "Fn::Join": (argument, scope) => {
    const [separator, parts] = list(argument);
    return list(resolve(parts, scope)).join(String(separator));
  },
  "Fn::Select": (argument, scope) => {
    const [index, items] = list(argument);
    return list(resolve(items, scope))[Number(index)];
  },
  "Fn::Split": (argument, scope) => {
    const [separator, text] = list(argument);
    return String(resolve(text, scope)).split(String(separator));
  },
  "Fn::Sub": (argument, scope) => {
    const [text, variables] = Array.isArray(argument) ? argument : [argument, {}];
    return substitute(String(text), record(resolve(variables, scope)), scope);
  },
  // The edge stack's, which is not run here: recognisable by its text.
  "Fn::GetStackOutput": (argument) => {
    const { StackName, OutputName } = record(argument);
    return `local:${StackName}.${OutputName}`;
  },
  "Fn::FindInMap": (argument, scope) => {
    const [map, key, name] = list(resolve(argument, scope)).map(String);
    return scope.mapping(map ?? "", key ?? "", name ?? "");
  },
};

/** Replaces every intrinsic in a template value by what it stands for. `AWS::NoValue` disappears. */
export function resolve(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => resolve(item, scope)).filter((item) => item !== undefined);
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  const entries = Object.entries(value);
  const [first] = entries;
  if (first && entries.length === 1 && isIntrinsic(first[0])) {
    return call(first[0], first[1], scope);
  }
  return Object.fromEntries(
    entries
      .map(([key, item]) => [key, resolve(item, scope)] as const)
      .filter(([, item]) => item !== undefined),
  );
}

function isIntrinsic(key: string): boolean {
  return key === "Ref" || key.startsWith("Fn::");
}

function call(name: string, argument: unknown, scope: Scope): unknown {
  const intrinsic = intrinsics[name];
  if (!intrinsic) {
    throw new Error(`The template uses ${name}, which the local runner does not know.`);
  }
  return intrinsic(argument, scope);
}

function substitute(text: string, variables: Record<string, unknown>, scope: Scope): string {
  return text.replace(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) => {
    if (literal) {
      return `\${${name}}`;
    }
    if (name in variables) {
      return String(variables[name]);
    }
    const [resource = "", ...attribute] = name.split(".");
    return String(
      attribute.length ? scope.attribute(resource, attribute.join(".")) : scope.ref(resource),
    );
  });
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value];
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
