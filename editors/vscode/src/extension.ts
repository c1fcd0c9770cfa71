// The extension: starts `normlint server` and speaks the language server protocol with it. All that is known of law is
// in the server.

import * as vscode from "vscode";
import {
  LanguageClient,
  RevealOutputChannelOn,
  type ExecutableOptions,
  type LanguageClientOptions,
  type ServerOptions,
} from "vscode-languageclient/node";
import { program } from "./path";

let client: LanguageClient | undefined;

/** What the server reads of the settings; the names are those of `package.json` without their prefix. */
function settings(): Record<string, unknown> {
  const config = vscode.workspace.getConfiguration("normlint");
  return {
    profile: config.get("profile"),
    select: config.get("select"),
    ignore: config.get("ignore"),
    configuration: config.get("configuration"),
    diagnostics: { scope: config.get("diagnostics.scope") },
    docsUrl: config.get("docsUrl"),
    codeLens: { enable: config.get("codeLens.enable") },
    inlayHints: { enable: config.get("inlayHints.enable") },
  };
}

async function start(context: vscode.ExtensionContext): Promise<void> {
  const config = vscode.workspace.getConfiguration("normlint");
  if (!config.get<boolean>("enable", true)) {
    return;
  }
  const workspace = vscode.workspace.workspaceFolders?.find((f) => f.uri.scheme === "file")?.uri.fsPath;
  const command = program({
    setting: config.get<string>("server.path", ""),
    extension: context.extensionPath,
    workspace,
  });
  const options: ExecutableOptions = { cwd: workspace };
  const server: ServerOptions = {
    command,
    args: ["server", ...config.get<string[]>("server.arguments", [])],
    options,
  };
  const languages = config.get<string[]>("documentSelector", ["plaintext", "markdown"]);
  const clientOptions: LanguageClientOptions = {
    documentSelector: languages.flatMap((language) => [
      { scheme: "file", language },
      { scheme: "untitled", language },
    ]),
    initializationOptions: settings(),
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    outputChannelName: "normlint",
  };
  const started = new LanguageClient("normlint", "normlint", server, clientOptions);
  // The server may use this command in code lenses, as it is registered below.
  started.registerFeature({
    fillClientCapabilities: (capabilities) => {
      const experimental = (capabilities.experimental ?? {}) as Record<string, unknown>;
      capabilities.experimental = { ...experimental, commands: { commands: ["normlint.showReferences"] } };
    },
    initialize: () => {},
    getState: () => ({ kind: "static" as const }),
    clear: () => {},
  });
  client = started;
  try {
    await started.start();
  } catch (error) {
    client = undefined;
    const choice = await vscode.window.showErrorMessage(
      `normlint could not be started (${command}): ${error instanceof Error ? error.message : String(error)}`,
      "Open settings",
    );
    if (choice !== undefined) {
      await vscode.commands.executeCommand("workbench.action.openSettings", "normlint.server.path");
    }
  }
}

async function stop(): Promise<void> {
  const running = client;
  client = undefined;
  await running?.dispose();
}

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const restart = async () => {
    await stop();
    await start(context);
  };
  context.subscriptions.push(
    vscode.commands.registerCommand("normlint.restart", restart),
    vscode.commands.registerCommand("normlint.showLog", () => client?.outputChannel.show()),
    vscode.commands.registerCommand("normlint.fixAll", () =>
      vscode.commands.executeCommand("editor.action.codeAction", { kind: "source.fixAll.normlint", apply: "first" }),
    ),
    // A code lens gives the protocol's positions; the editor's command wants its own.
    vscode.commands.registerCommand(
      "normlint.showReferences",
      async (uri: string, position: never, locations: never[]) => {
        const convert = client?.protocol2CodeConverter;
        if (convert !== undefined) {
          await vscode.commands.executeCommand(
            "editor.action.showReferences",
            vscode.Uri.parse(uri),
            convert.asPosition(position),
            locations.map((l) => convert.asLocation(l)),
          );
        }
      },
    ),
    vscode.workspace.onDidChangeConfiguration(async (change) => {
      const anew = ["enable", "server", "documentSelector"].map((key) => `normlint.${key}`);
      if (anew.some((key) => change.affectsConfiguration(key))) {
        await restart();
      } else if (change.affectsConfiguration("normlint")) {
        await client?.sendNotification("workspace/didChangeConfiguration", { settings: settings() });
      }
    }),
  );
  await start(context);
}

export async function deactivate(): Promise<void> {
  await stop();
}
