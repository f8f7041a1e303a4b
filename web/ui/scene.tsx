/** An open door, a lamp that is on: for pages with nothing on them yet. */
export const PorchScene = () => (
  <svg class="scene" aria-hidden="true" viewBox="0 0 240 132" width="240" height="132">
    <path class="scene-glow" d="M120 4a92 92 0 0 1 92 92v24H28V96a92 92 0 0 1 92-92z" />
    <path class="scene-step" d="M36 120h168v8H36zM62 112h116v8H62z" />
    <rect class="scene-frame" x="84" y="34" width="72" height="78" rx="5" />
    <path class="scene-light" d="M92 42h56v70H92z" />
    <path class="scene-door" d="M92 42l34 9v61H92z" />
    <circle class="scene-lamp" cx="120" cy="82" r="2.5" />
    <path class="scene-post" d="M176 50h18l-4 24h-10zM181 44h8M185 34v10M178 80h14" />
    <path class="scene-lamp" d="M178 52h14l-3 18h-8z" />
    <path
      class="scene-leaf"
      d="M58 112V92m0 10c-8-2-12-8-12-16 8 1 12 7 12 16zm0-8c0-8 4-14 12-16 1 8-4 14-12 16z"
    />
  </svg>
);
