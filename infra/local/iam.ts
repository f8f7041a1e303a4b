import * as z from "zod/mini";
import type { Stack } from "./template.ts";

const OneOrMany = z.union([z.string(), z.array(z.string())]);

const Statement = z.object({
  Effect: z.enum(["Allow", "Deny"]),
  Action: z.optional(OneOrMany),
  Resource: z.optional(OneOrMany),
  Condition: z.optional(z.unknown()),
});
type Statement = z.infer<typeof Statement>;

const Document = z.object({
  Statement: z.union([
    z.array(Statement),
    z.pipe(
      Statement,
      z.transform((one) => [one]),
    ),
  ]),
});

const Role = z.object({
  ManagedPolicyArns: z._default(z.array(z.string()), []),
  Policies: z._default(z.array(z.object({ PolicyDocument: Document })), []),
});

const Policy = z.object({
  PolicyDocument: Document,
  Roles: z._default(z.array(z.string()), []),
});

/** One refused call: which function, what it wanted, on what. */
export interface Denial {
  function: string;
  action: string;
  resource: string;
  at: string;
}

/** One action on one resource that a role has, and whether anything ever rested on it. */
export interface Grant {
  readonly role: string;
  readonly action: string;
  readonly resource: string;
  used: boolean;
}

export interface Access {
  role: string;
  action: string;
  resource: string;
}

/**
 * The identity policies of every role in the template. AWS's own, by ARN, allow nothing here: the one in use is for
 * traces, which nobody collects on this machine. Conditions are not evaluated: an allowance counts without
 * its condition and a conditional denial does not, so what is refused here would be refused in the cloud as well.
 */
export class Permissions {
  readonly grants: Grant[] = [];
  readonly #denying = new Map<string, Statement[]>();

  constructor(stack: Stack) {
    for (const id of stack.ids("AWS::IAM::Role")) {
      const role = stack.properties(id, Role);
      this.#grant(stack.ref(id), role.Policies.flatMap(statementsOf));
    }
    for (const id of stack.ids("AWS::IAM::Policy")) {
      const policy = stack.properties(id, Policy);
      this.#grantAll(policy.Roles, statementsOf(policy));
    }
    for (const id of stack.ids("AWS::IAM::ManagedPolicy")) {
      const policy = stack.properties(id, Policy);
      this.#grantAll([...policy.Roles, ...attached(stack, stack.ref(id))], statementsOf(policy));
    }
  }

  allows({ role, action, resource }: Access): boolean {
    const wanted = action.toLowerCase();
    const covers = (actionPattern: string, resourcePattern: string) =>
      matches(actionPattern.toLowerCase(), wanted) && matches(resourcePattern, resource);
    const denied = (this.#denying.get(role) ?? []).some(({ Action, Resource }) =>
      many(Action).some((one) => many(Resource).some((other) => covers(one, other))),
    );
    if (denied) return false;
    const granted = this.grants.filter(
      (grant) => grant.role === role && covers(grant.action, grant.resource),
    );
    for (const grant of granted) grant.used = true;
    return granted.length > 0;
  }

  #grantAll(roles: string[], statements: Statement[]): void {
    for (const role of new Set(roles)) {
      this.#grant(role, statements);
    }
  }

  #grant(role: string, statements: Statement[]): void {
    for (const { Action, Resource } of statements.filter(({ Effect }) => Effect === "Allow"))
      for (const action of many(Action))
        for (const resource of many(Resource))
          this.grants.push({ role, action, resource, used: false });
    const denying = statements.filter(({ Effect, Condition }) => Effect === "Deny" && !Condition);
    this.#denying.set(role, [...(this.#denying.get(role) ?? []), ...denying]);
  }
}

const statementsOf = (policy: { PolicyDocument: z.infer<typeof Document> }) =>
  policy.PolicyDocument.Statement;

function attached(stack: Stack, policyArn: string): string[] {
  return stack
    .ids("AWS::IAM::Role")
    .filter((id) => stack.properties(id, Role).ManagedPolicyArns.includes(policyArn))
    .map((id) => stack.ref(id));
}

const many = (value: string | string[] | undefined): string[] =>
  value === undefined ? [] : [value].flat();

const expressions = new Map<string, RegExp>();

function matches(pattern: string, text: string): boolean {
  const known = expressions.get(pattern);
  if (known) {
    return known.test(text);
  }
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  const expression = new RegExp(`^${source}$`, "s");
  expressions.set(pattern, expression);
  return expression.test(text);
}
