// The real server, driven over its wire by the protocol's own library, as the extension drives it.

import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import {
  CodeActionRequest,
  CompletionRequest,
  type CodeAction,
  type CompletionList,
  DefinitionRequest,
  DidChangeTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DocumentDiagnosticRequest,
  type DocumentSymbol,
  DocumentSymbolRequest,
  ExitNotification,
  type FullDocumentDiagnosticReport,
  InitializedNotification,
  InitializeRequest,
  type Location,
  type ProtocolConnection,
  RenameRequest,
  SemanticTokensRequest,
  ShutdownRequest,
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver-protocol/node";

const TEXT = `§ 1. Definitions

In this Act, “operator” means a person who runs a station.

§ 2. Duties

(a) An operator shall keep a list of the the stations.

(b) An operator shall show the list of subsection (a) to the Bureau.
`;

const program = process.env.NORMLINT ?? path.resolve(__dirname, "../../../../target/debug/normlint");
let folder: string;
let uri: string;
let server: ChildProcess;
let connection: ProtocolConnection;

function position(words: string, skip = 0) {
  const at = TEXT.indexOf(words) + skip;
  const lines = TEXT.slice(0, at).split("\n");
  return { line: lines.length - 1, character: lines[lines.length - 1].length };
}

before(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "normlint-"));
  const file = path.join(folder, "draft.txt");
  fs.writeFileSync(file, TEXT);
  uri = pathToFileURL(file).toString();
  server = spawn(program, ["server"], { stdio: ["pipe", "pipe", "inherit"] });
  connection = createProtocolConnection(
    new StreamMessageReader(server.stdout!),
    new StreamMessageWriter(server.stdin!),
  );
  connection.listen();
  const root = pathToFileURL(folder).toString();
  const result = await connection.sendRequest(InitializeRequest.type, {
    processId: process.pid,
    rootUri: root,
    workspaceFolders: [{ uri: root, name: "draft" }],
    capabilities: {
      workspace: { workspaceEdit: { documentChanges: true } },
      textDocument: {
        diagnostic: { relatedDocumentSupport: false },
        documentSymbol: { hierarchicalDocumentSymbolSupport: true },
        codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } },
      },
    },
  });
  assert.equal(result.serverInfo?.name, "normlint");
  await connection.sendNotification(InitializedNotification.type, {});
  await connection.sendNotification(DidOpenTextDocumentNotification.type, {
    textDocument: { uri, languageId: "plaintext", version: 1, text: TEXT },
  });
});

after(async () => {
  const ended = new Promise<number | null>((resolve) => server.once("exit", resolve));
  await connection.sendRequest(ShutdownRequest.type);
  await connection.sendNotification(ExitNotification.type);
  assert.equal(await ended, 0);
  connection.dispose();
  fs.rmSync(folder, { recursive: true });
});

async function diagnostics() {
  const report = await connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument: { uri } });
  return (report as FullDocumentDiagnosticReport).items;
}

test("diagnostics are pulled", async () => {
  const items = await diagnostics();
  assert.deepEqual(items.map((d) => d.code), ["NL401"]);
  assert.deepEqual(items[0].range.start, position("the the"));
});

test("a reference leads to its unit", async () => {
  const found = await connection.sendRequest(DefinitionRequest.type, {
    textDocument: { uri },
    position: position("subsection (a)", 12),
  });
  assert.deepEqual((found as Location[])[0].range.start, position("(a) An operator"));
});

test("the outline is a tree", async () => {
  const symbols = (await connection.sendRequest(DocumentSymbolRequest.type, {
    textDocument: { uri },
  })) as DocumentSymbol[];
  assert.equal(symbols.length, 2);
  assert.equal(symbols[1].children?.length, 2);
});

test("a safe fix is offered first", async () => {
  const at = position("the the");
  const actions = (await connection.sendRequest(CodeActionRequest.type, {
    textDocument: { uri },
    range: { start: at, end: at },
    context: { diagnostics: [], only: ["quickfix"] },
  })) as CodeAction[];
  assert.equal(actions[0].isPreferred, true);
  assert.equal(actions[0].edit?.documentChanges?.length, 1);
});

test("a term is renamed in its definition and its uses", async () => {
  const edit = await connection.sendRequest(RenameRequest.type, {
    textDocument: { uri },
    position: position("An operator shall keep", 4),
    newName: "undertaking",
  });
  const [change] = edit!.documentChanges!;
  assert.ok("edits" in change && change.edits.length === 3, JSON.stringify(edit));
});

test("tokens and completion answer", async () => {
  const tokens = await connection.sendRequest(SemanticTokensRequest.type, { textDocument: { uri } });
  assert.ok(tokens && tokens.data.length > 0 && tokens.data.length % 5 === 0);
  const text = `${TEXT}See section `;
  await connection.sendNotification(DidChangeTextDocumentNotification.type, {
    textDocument: { uri, version: 2 },
    contentChanges: [{ text }],
  });
  const lines = text.split("\n");
  const list = (await connection.sendRequest(CompletionRequest.type, {
    textDocument: { uri },
    position: { line: lines.length - 1, character: lines[lines.length - 1].length },
  })) as CompletionList;
  assert.deepEqual(list.items.map((i) => i.label), ["1", "2"]);
});
