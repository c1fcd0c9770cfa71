// What of the extension can be tested without the editor: the program chosen, and the manifest.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { test } from "node:test";
import { PROGRAM, program } from "../src/path";

const root = path.resolve(__dirname, "../..");
const server = process.env.NORMLINT ?? path.resolve(root, "../../target/debug/normlint");
const manifest = JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8"));

test("the program is the one set, else the one packaged, else the one on the PATH", () => {
  const where = { setting: "", extension: "/ext", workspace: "/drafts" };
  const packaged = path.join("/ext", "server", PROGRAM);
  assert.equal(program(where, (f) => f === packaged), packaged);
  assert.equal(program(where, () => false), PROGRAM);
  assert.equal(program({ ...where, setting: "~/bin/normlint" }), path.join(os.homedir(), "bin/normlint"));
  assert.equal(program({ ...where, setting: "${workspaceFolder}/n" }), "/drafts/n");
  assert.equal(program({ ...where, setting: "tools/normlint" }), path.join("/drafts", "tools/normlint"));
  assert.equal(program({ ...where, setting: "normlint-2" }), "normlint-2");
});

test("the problem matcher reads the command line's short output", () => {
  const pattern = manifest.contributes.problemMatchers[0].pattern;
  // What the program prints, not what we believe that it prints.
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "normlint-"));
  fs.writeFileSync(path.join(folder, "act.txt"), "A list of the the stations.\n");
  const options = { cwd: folder, encoding: "utf8" as const };
  const ran = spawnSync(server, ["check", "--format", "short", "act.txt"], options);
  fs.rmSync(folder, { recursive: true });
  const match = new RegExp(pattern.regexp).exec(ran.stdout.split("\n")[0]);
  assert.ok(match, `${ran.stdout}${ran.stderr}`);
  assert.equal(match[pattern.file], "act.txt");
  assert.equal(match[pattern.line], "1");
  assert.equal(match[pattern.column], "11");
  assert.equal(match[pattern.severity], "warning");
  assert.equal(match[pattern.code], "NL401");
  assert.equal(match[pattern.message], "“the” stands twice");
});

test("every setting is documented, here and in the manual", () => {
  const manual = fs.readFileSync(path.resolve(root, "../../docs/editors/vscode.md"), "utf8");
  for (const [name, setting] of Object.entries<Record<string, unknown>>(manifest.contributes.configuration.properties)) {
    assert.ok(setting.markdownDescription, name);
    assert.ok(manual.includes(`\`${name}\``), `${name} in docs/editors/vscode.md`);
  }
});
