"""What TypeScript and eslint say of the browser's code, docs/assets; their settings: infra/browser_code.

Part of `make check`: where Node and npm are not there it says that this was left out.
"""

import shutil
import subprocess
import sys
from pathlib import Path

from infra import npm_packages
from infra.paths import ROOT

MODULES = npm_packages.FOLDER / "node_modules"
TSC = MODULES / "typescript" / "bin" / "tsc"
ESLINT = MODULES / "eslint" / "bin" / "eslint.js"


def main() -> int:
    lacking = [program for program in ("node", "npm") if not shutil.which(program)]
    if not lacking and npm_packages.modules() is None:
        npm_packages.fetch()
    if lacking or npm_packages.modules() is None:
        why = f"{' and '.join(lacking)}: apt-get install nodejs npm" if lacking else "npm could not fetch them"
        print(f"The browser's code was NOT read by TypeScript and eslint ({why}).")
        return 0
    complaints = problems(ROOT)
    print(complaints or "The browser's code: TypeScript and eslint found nothing.")
    return 1 if complaints else 0


def problems(root: Path) -> str:
    """What is wrong with `docs/assets` under this root, as the programs say it; empty when nothing is."""
    settings = root / "infra" / "browser_code"
    commands = [
        ["node", str(TSC), "--project", str(settings / "tsconfig.json")],
        ["node", str(ESLINT), "--config", str(settings / "eslint.config.mjs"), "docs/assets"],
    ]
    running = [
        subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        for command in commands
    ]
    outputs = [process.communicate()[0].strip() for process in running]
    failed = [text for text, process in zip(outputs, running, strict=True) if process.returncode]
    return "\n".join(text or "ended without a word" for text in failed)


if __name__ == "__main__":
    sys.exit(main())
