import { refuse } from "#infra/local/ehr/fhir/refusal.ts";

/** Parameters as they came: repeated names mean AND. */
export type Query = [name: string, value: string][];

export interface Include {
  type: string;
  parameter: string;
  target: string | undefined;
  iterate: boolean;
}

/** How the answer is cut and dressed, apart from what it must match. */
export interface Shape {
  count: number;
  sort: string[];
  summary: string | undefined;
  elements: string[] | undefined;
  includes: Include[];
  revincludes: Include[];
  cursor: string | undefined;
}

export interface SearchRequest {
  type: string;
  criteria: Query;
  shape: Shape;
}

const defaultCount = 50;
const maxCount = 1000;
const ignored = new Set(["_format", "_pretty", "_total", "_contained"]);

const controls: Record<string, (shape: Shape, value: string) => void> = {
  _count: (shape, value) => {
    shape.count = wholeNumber("_count", value);
  },
  _sort: (shape, value) => {
    shape.sort = value.split(",");
  },
  _summary: (shape, value) => {
    shape.summary = value;
  },
  _elements: (shape, value) => {
    shape.elements = value.split(",");
  },
  _cursor: (shape, value) => {
    shape.cursor = value;
  },
  _include: (shape, value) => {
    shape.includes.push(include(value, false));
  },
  "_include:iterate": (shape, value) => {
    shape.includes.push(include(value, true));
  },
  _revinclude: (shape, value) => {
    shape.revincludes.push(include(value, false));
  },
};

export function searchRequest(type: string, query: Query): SearchRequest {
  const shape: Shape = {
    count: defaultCount,
    sort: [],
    summary: undefined,
    elements: undefined,
    includes: [],
    revincludes: [],
    cursor: undefined,
  };
  const criteria: Query = [];
  for (const [name, value] of query) {
    const control = controls[name];
    if (control) control(shape, value);
    else if (!ignored.has(name) && value !== "") criteria.push([name, value]);
  }
  return { type, criteria, shape };
}

function wholeNumber(name: string, value: string): number {
  if (!/^\d{1,9}$/.test(value)) throw refuse.malformed(`${name} is a whole number, not '${value}'`);
  return Math.min(maxCount, Number(value));
}

function include(value: string, iterate: boolean): Include {
  const [type, parameter, target] = value.split(":");
  if (!type || !parameter) throw refuse.malformed(`'${value}' is not Type:parameter`);
  return { type, parameter, target, iterate };
}
