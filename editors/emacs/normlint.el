;;; normlint.el --- Lint regulatory text with Eglot -*- lexical-binding: t -*-

;; Package-Requires: ((emacs "26.3") (eglot "1.9"))

;;; Commentary:

;; (require 'normlint)
;; (add-hook 'text-mode-hook #'normlint-ensure)
;;
;; Eglot is part of Emacs from 29 on; before, it is the package `eglot' (Debian: elpa-eglot).

;;; Code:

(require 'eglot)

(defgroup normlint nil
  "Lint regulatory text."
  :group 'tools
  :prefix "normlint-")

(defcustom normlint-command '("normlint" "server")
  "The program and its arguments."
  :type '(repeat string))

(defcustom normlint-settings nil
  "Settings of the server, as a property list; see docs/editors/emacs.md.
For example (:inlayHints (:enable t) :ignore [\"NL401\"])."
  :type 'plist)

;; A function, so that settings changed later count when the server is next started.
(defun normlint--contact (&rest _)
  "The command that starts the server, with its settings."
  (if normlint-settings
      (append normlint-command (list :initializationOptions normlint-settings))
    normlint-command))

(add-to-list 'eglot-server-programs
             '((text-mode markdown-mode) . normlint--contact))

;;;###autoload
(defun normlint-ensure ()
  "Check this buffer with normlint where it visits a file of text."
  (when (and buffer-file-name (derived-mode-p 'text-mode))
    (eglot-ensure)))

(defun normlint-fix-all ()
  "Make all safe fixes in this buffer."
  (interactive)
  (eglot-code-actions (point-min) (point-max) "source.fixAll.normlint" t))

(provide 'normlint)
;;; normlint.el ends here
