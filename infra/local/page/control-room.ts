import { document, icon } from "./document.ts";
import { type Html, html } from "./html.ts";
import type { LocalDeps } from "./local-deps.ts";

const control = (action: string, symbol: string, words: Html): Html =>
  html`<form method="post" action="/local/${action}"><button class="control" data-action="${action}">${icon(symbol)}<span>${words}</span></button></form>`;

const controls = (deps: LocalDeps): Html =>
  deps.ehrAdminUrl === undefined
    ? html`<p class="empty">The portal runs against another EHR, so this page cannot stop it. Stop it there, and watch what happens here.</p>`
    : html`<div class="controls">
${control("ehr/stop", "stop", html`<b>Stop the EHR</b> <small>It answers nobody</small>`)}
${control("ehr/lose-next-reply", "cut", html`<b>Lose next reply</b> <small>It writes, we never hear</small>`)}
${control("ehr/resume", "play", html`<b>Resume</b> <small>It answers again</small>`)}
</div>`;

const steps = (deps: LocalDeps): Html => html`<ol class="steps">
<li><span>Stop the EHR.</span></li>
<li><span><a href="${deps.origin}/" target="_blank" rel="noopener">Book a visit as Ada${icon("out")}<span class="unseen"> (new tab)</span></a> <span class="detail">Her e-mail is ada@example.test</span></span></li>
<li><span>Watch it say <b>“Saved, not confirmed yet”</b>.</span></li>
<li><span>Resume. It reaches the chart, <b>once</b>.</span></li>
</ol>`;

const signIns = (deps: LocalDeps, kind: "patient" | "staff"): Html[] =>
  deps.demo.signIns
    .filter((each) => each.kind === kind)
    .map(
      (each) => html`<li><code>${each.email}</code> <span class="detail">${each.who}</span></li>`,
    );

const link = (href: string, words: string, detail: string): Html =>
  html`<li><a href="${href}">${words}</a> <span class="detail">${detail}</span></li>`;

/** The whole page without its live part: that is /local/state, drawn by page.js. */
export const controlRoom = (deps: LocalDeps): string =>
  document({
    title: "Local control room · Porchlight",
    script: true,
    main: html`
<div class="intro">
<h1>The portal never lies about the chart</h1>
<p class="lead">Break the EHR, book a visit, and see what the patient is told.</p>
</div>
<section class="card act" aria-labelledby="act-title">
<div class="act-head"><h2 id="act-title">Try it</h2><p id="ehr-state" class="pill" data-tone="unknown">Asking the EHR…</p></div>
${controls(deps)}
<p id="said" class="said" role="status">Four steps, half a minute.</p>
${steps(deps)}
</section>
<section class="card" aria-labelledby="compare-title">
<div class="act-head"><h2 id="compare-title">Ada’s visits</h2><form method="post" action="/local/reconcile"><button class="quiet" data-action="reconcile">${icon("again")}Reconcile now</button></form></div>
<p id="verdict" class="verdict" role="status" data-tone="unknown">Reading both…</p>
<div class="columns" aria-hidden="true"><span>The chart <small id="read-at">EHR</small></span><span>The portal <small>what Ada sees</small></span></div>
<ul id="rows" class="rows"></ul>
<noscript><p class="empty">The live view needs JavaScript. The same facts are at <a href="/local/state">/local/state</a>.</p></noscript>
</section>
<div class="grid">
<section class="card tall" aria-labelledby="people-title">
<h2 id="people-title">Sign in as</h2>
<p class="detail">One password for everybody</p>
<p><code class="password">${deps.demo.password}</code></p>
<h3>Patients</h3><ul class="plain">${signIns(deps, "patient")}</ul>
<h3>Staff</h3><ul class="plain">${signIns(deps, "staff")}</ul>
</section>
<section class="card" aria-labelledby="outbox-title">
<h2 id="outbox-title">Outbox <span id="outbox-count" class="count">0</span></h2>
<ul id="outbox" class="plain messages"></ul>
<p id="outbox-empty" class="empty">Nothing has been sent. This release sends no messages yet.</p>
</section>
<section class="card tall" aria-labelledby="links-title">
<h2 id="links-title">Go to</h2>
<ul class="plain links">
${link(`${deps.origin}/`, "Patient portal", "what patients use")}
${link(`${deps.origin}/practice/`, "Practice console", "what staff use")}
${link(`${deps.ehrFhirUrl}/metadata`, "FHIR base", deps.ehrFhirUrl)}
${link(`${deps.origin}/api/openapi.json`, "OpenAPI 3.1", "every route")}
${link(`${deps.origin}/api/health`, "Health", "ready or degraded, each part")}
${link("/local/outbox", "Outbox", "every SMS, e-mail and push")}
</ul>
</section>
<section class="card" id="denials-card" aria-labelledby="denials-title" hidden>
<h2 id="denials-title">Denied by IAM</h2>
<p class="detail">A function asked for something its role does not allow. It would fail the same way in AWS.</p>
<ul id="denials" class="plain"></ul>
</section>
</div>`,
  });
