// Which program to run. Apart from the editor, so that it can be tested without one.

import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

/** What the choice hangs on. */
export interface Where {
  /** The setting `normlint.server.path`. */
  setting: string;
  /** The folder of the extension. */
  extension: string;
  /** The first folder of the workspace, where there is one. */
  workspace?: string;
}

/** The program's name on this system. */
export const PROGRAM = process.platform === "win32" ? "normlint.exe" : "normlint";

/**
 * The program to run: the one that the user set, else the one packaged with the extension, else the one on the `PATH`.
 */
export function program(where: Where, exists: (file: string) => boolean = fs.existsSync): string {
  if (where.setting !== "") {
    const set = where.setting
      .replace(/^~(?=$|[\\/])/, os.homedir())
      .replaceAll("${workspaceFolder}", where.workspace ?? ".");
    const named = !set.includes("/") && !set.includes(path.sep);
    return named || path.isAbsolute(set) ? set : path.join(where.workspace ?? ".", set);
  }
  const packaged = path.join(where.extension, "server", PROGRAM);
  return exists(packaged) ? packaged : PROGRAM;
}
