-- normlint for Neovim 0.7 and later: `require('normlint').setup()` in your init.lua.

local M = {}

M.defaults = {
  -- The program and its arguments.
  cmd = { 'normlint', 'server' },
  -- File types whose buffers are checked.
  filetypes = { 'text', 'markdown' },
  -- What marks the root of a project, searched upwards from the file.
  root_markers = { 'normlint.toml', '.normlint.toml', '.git' },
  -- Settings of the server; see docs/editors/neovim.md.
  settings = {},
  -- Called with the client and the buffer when the server is attached.
  on_attach = nil,
}

-- The nearest folder above `path` that holds one of the markers; the file's own folder where none does.
local function root(path, markers)
  local folder = vim.fn.fnamemodify(path, ':p:h')
  local at = folder
  while true do
    for _, marker in ipairs(markers) do
      local file = at .. '/' .. marker
      if vim.fn.filereadable(file) == 1 or vim.fn.isdirectory(file) == 1 then
        return at
      end
    end
    local up = vim.fn.fnamemodify(at, ':h')
    if up == at then
      return folder
    end
    at = up
  end
end

-- One server a root.
local clients = {}

local function attach(buffer, options)
  local path = vim.api.nvim_buf_get_name(buffer)
  if path == '' or vim.bo[buffer].buftype ~= '' then
    return
  end
  local folder = root(path, options.root_markers)
  local id = clients[folder]
  if not (id and vim.lsp.get_client_by_id(id)) then
    local capabilities = vim.lsp.protocol.make_client_capabilities()
    id = vim.lsp.start_client({
      name = 'normlint',
      cmd = options.cmd,
      root_dir = folder,
      workspace_folders = { { uri = vim.uri_from_fname(folder), name = folder } },
      init_options = options.settings,
      settings = { normlint = options.settings },
      capabilities = capabilities,
      on_exit = function()
        clients[folder] = nil
      end,
      on_attach = options.on_attach,
    })
    if not id then
      return
    end
    clients[folder] = id
  end
  vim.lsp.buf_attach_client(buffer, id)
end

function M.setup(options)
  options = vim.tbl_deep_extend('force', M.defaults, options or {})
  local group = vim.api.nvim_create_augroup('normlint', { clear = true })
  vim.api.nvim_create_autocmd('FileType', {
    group = group,
    pattern = options.filetypes,
    callback = function(event)
      attach(event.buf, options)
    end,
  })
  vim.api.nvim_create_user_command('NormlintFixAll', function()
    local params = vim.lsp.util.make_range_params()
    params.context = { diagnostics = {}, only = { 'source.fixAll.normlint' } }
    vim.lsp.buf_request(0, 'textDocument/codeAction', params, function(err, actions, context)
      local client = vim.lsp.get_client_by_id(context.client_id)
      if not err and client and actions and actions[1] then
        vim.lsp.util.apply_workspace_edit(actions[1].edit, client.offset_encoding)
      end
    end)
  end, { desc = 'normlint: make all safe fixes in this buffer' })
  -- Buffers that were open before.
  for _, buffer in ipairs(vim.api.nvim_list_bufs()) do
    if vim.api.nvim_buf_is_loaded(buffer) and vim.tbl_contains(options.filetypes, vim.bo[buffer].filetype) then
      attach(buffer, options)
    end
  end
end

return M
