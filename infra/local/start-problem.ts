/** Something the person at the terminal can put right: one plain sentence that says what, and what to do. */
export class StartProblem extends Error {
  override name = "StartProblem";
}
