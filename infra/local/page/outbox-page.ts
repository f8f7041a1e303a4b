import { document } from "./document.ts";
import { type Html, html } from "./html.ts";
import type { OutboxMessage } from "./local-deps.ts";

const CHANNEL: Readonly<Record<OutboxMessage["channel"], string>> = {
  sms: "SMS",
  email: "E-mail",
  push: "Push",
};

const message = (each: OutboxMessage): Html => html`<li>
<p class="detail"><b>${CHANNEL[each.channel]}</b> to ${each.to} <time datetime="${each.at}">${each.at}</time></p>
${each.subject === undefined ? "" : html`<h2>${each.subject}</h2>`}<p class="body">${each.body}</p>
</li>`;

export const outboxPage = (items: readonly OutboxMessage[]): string =>
  document({
    title: "Outbox · Porchlight",
    script: false,
    main: html`<div class="intro"><h1>Outbox</h1>
<p class="lead">Every SMS, e-mail and push. Nothing leaves this machine. At night texts wait for 8 o’clock at the clinic. <a href="/local">Back to the control room</a></p></div>
<section class="card" aria-label="Messages">${
      items.length === 0
        ? html`<p class="empty">Nothing has been sent yet. Book, move or cancel a visit as Ada.</p>`
        : html`<ul class="plain messages">${items.map(message)}</ul>`
    }</section>`,
  });
