;;; test.el --- Drives Emacs as a drafter would -*- lexical-binding: t -*-
;; emacs --batch -l editors/emacs/test.el, with NORMLINT (the program) and DRAFT (a copy of tests/lsp/draft.txt) set.

(package-initialize)
(add-to-list 'load-path (file-name-directory load-file-name))
(require 'normlint)
(setq normlint-command (list (getenv "NORMLINT") "server")
      eglot-confirm-server-initiated-edits nil
      eglot-sync-connect 10)

(defun wait (what condition)
  (let ((end (+ (float-time) 20)))
    (while (not (funcall condition))
      (when (> (float-time) end) (error "No %s" what))
      (accept-process-output nil 0.05))))

(find-file (getenv "DRAFT"))
(apply #'eglot--connect (eglot--guess-contact))
(flymake-start)
(wait "findings" (lambda () (flymake-diagnostics)))
(message "findings: %s" (mapcar #'flymake-diagnostic-text (flymake-diagnostics)))
(goto-char (point-min))
(search-forward "section 2(a")
(xref-find-definitions (xref-backend-identifier-at-point 'eglot))
(unless (looking-at "(?a) An operator shall keep\\|(a) An operator shall keep")
  (error "Jumped to: %s" (buffer-substring (point) (line-end-position))))
(goto-char (point-min))
(search-forward "An operator shall show")
(goto-char (- (point) 14))
(eglot-rename "undertaking")
(goto-char (point-min))
(when (search-forward "operator" nil t) (error "A use is left"))
(set-buffer-modified-p nil)
(message "emacs: ok")
(eglot-shutdown (eglot-current-server))
;;; test.el ends here
