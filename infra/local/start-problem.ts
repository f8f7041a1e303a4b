/** Something the person at the terminal can put right: one plain sentence that says what, and what to do. */
export class StartProblem extends Error {
  override name = "StartProblem";
}

export const diskFull = () =>
  new StartProblem(
    "The disk is full. Free some space, or set DATA_DIR to a folder on another disk.",
  );

/** Whether a program's words say that there was no room to write. */
export const saysDiskFull = (words: string): boolean =>
  /ENOSPC|no space left|(disk|database)( or disk)? is full/i.test(words);
