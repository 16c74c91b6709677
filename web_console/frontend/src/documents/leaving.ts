// SPDX-License-Identifier: Apache-2.0
/** Last attempts to save, of documents whose page was left. */

const leaving = new Map<string, Promise<void>>();

/** Notes the last attempt for a program. */
export function noteLeaving(programId: string, attempt: Promise<void>): void {
  const noted = attempt.finally(() => {
    if (leaving.get(programId) === noted) leaving.delete(programId);
  });
  leaving.set(programId, noted);
}

/** Resolves when the last attempt for a program is through; a program is not read anew before. */
export async function hasLeft(programId: string): Promise<void> {
  await leaving.get(programId);
}

/** Resolves when all last attempts are through, such as before somebody logs out. */
export async function allHaveLeft(): Promise<void> {
  await Promise.all(leaving.values());
}
