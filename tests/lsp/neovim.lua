-- Drives the set-up of editors/neovim as a drafter would: open, wait for findings, jump, fix, rename, write.

local function fail(what)
  io.stderr:write('\nneovim test: ' .. what .. '\n')
  vim.cmd('cquit 1')
end

local function check(ok, what)
  if not ok then
    fail(what)
  end
end

local function wait(what, condition)
  check(vim.wait(30000, condition, 20), 'no ' .. what)
end

local ok, problem = xpcall(function()
  vim.opt.runtimepath:prepend(vim.env.ROOT .. '/editors/neovim')
  require('normlint').setup({ cmd = { vim.env.NORMLINT, 'server' } })
  vim.cmd('edit ' .. vim.fn.fnameescape(vim.env.DRAFT))
  check(vim.bo.filetype ~= '', 'file type')

  local function findings()
    return vim.diagnostic.get(0)
  end
  wait('findings', function()
    return #findings() > 0
  end)
  local first = findings()[1]
  check(first.code == 'NL401' or first.user_data.lsp.code == 'NL401', 'expected code: ' .. vim.inspect(first))

  local function go(pattern, column)
    vim.fn.cursor(1, 1)
    check(vim.fn.search(pattern, 'cW') > 0, 'words: ' .. pattern)
    vim.fn.cursor(vim.fn.line('.'), vim.fn.col('.') + column)
  end

  -- From the reference to its target.
  go('section 2(a)', 9)
  vim.lsp.buf.definition()
  wait('jump to the definition', function()
    return vim.fn.getline('.'):match('^%(a%) An operator shall keep') ~= nil
  end)

  -- The quick fix, as the editor applies it when there is one of its kind.
  go('the the', 4)
  local client_id = next(vim.lsp.buf_get_clients(0))
  local client = vim.lsp.get_client_by_id(client_id)
  local params = vim.lsp.util.make_range_params()
  params.context = { diagnostics = {}, only = { 'quickfix' } }
  local answer = vim.lsp.buf_request_sync(0, 'textDocument/codeAction', params, 10000)
  local actions = answer[client_id].result
  check(actions and actions[1].isPreferred, 'preferred fix: ' .. vim.inspect(answer))
  vim.lsp.util.apply_workspace_edit(actions[1].edit, client.offset_encoding)
  wait('end of the finding', function()
    return #findings() == 0
  end)

  -- The term, everywhere.
  go('An operator shall show', 4)
  vim.lsp.buf.rename('undertaking')
  wait('rename', function()
    return vim.fn.search('operator', 'nw') == 0
  end)
  vim.cmd('silent write')
end, debug.traceback)

if not ok then
  fail(problem)
end
vim.cmd('qall!')
