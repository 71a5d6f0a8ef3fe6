//! What the rules look at: the files of the project and the manifests of its crates.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use cargo_metadata::{Metadata, MetadataCommand, Package};

/// The root of the workspace.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .to_path_buf()
}

/// A text file of the project.
pub(crate) struct TextFile {
    /// From the root, with `/`.
    pub(crate) path: String,
    pub(crate) text: String,
}

impl TextFile {
    #[cfg(test)]
    pub(crate) fn example(path: &str, text: &str) -> Self {
        Self {
            path: path.to_owned(),
            text: text.to_owned(),
        }
    }

    /// Lines with their numbers from 1.
    pub(crate) fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text
            .lines()
            .enumerate()
            .map(|(index, line)| (index + 1, line))
    }

    /// Whether this is source code written here: Rust or TypeScript, and not generated.
    pub(crate) fn is_source(&self) -> bool {
        let ending = Path::new(&self.path)
            .extension()
            .and_then(|ending| ending.to_str());
        matches!(ending, Some("rs" | "ts" | "tsx")) && !self.is_generated()
    }

    fn is_generated(&self) -> bool {
        self.path
            .split('/')
            .any(|folder| matches!(folder, "bindings" | "generated" | "gen"))
    }

    /// The name without folders and endings.
    pub(crate) fn stem(&self) -> &str {
        let name = self.path.rsplit('/').next().unwrap_or(&self.path);
        name.split('.').next().unwrap_or(name)
    }
}

/// Every text file git keeps or would keep, so that a file not yet added is judged too.
pub(crate) fn text_files() -> Vec<TextFile> {
    let listed = Command::new("git")
        .args([
            "ls-files",
            "--cached",
            "--others",
            "--exclude-standard",
            "-z",
        ])
        .current_dir(root())
        .output()
        .expect("git lists the project's files: is it installed?");
    assert!(
        listed.status.success(),
        "git: {}",
        String::from_utf8_lossy(&listed.stderr)
    );
    let files: Vec<_> = String::from_utf8(listed.stdout)
        .unwrap()
        .split_terminator('\0')
        // A file that is listed but deleted, or that is not text, is not read.
        .filter_map(|path| Some(TextFile { path: path.to_owned(), text: fs::read_to_string(root().join(path)).ok()? }))
        .collect();
    assert!(
        files.iter().any(|file| file.path == "Cargo.toml"),
        "git lists a project without Cargo.toml"
    );
    files
}

/// The crates of the workspace, with their manifests.
pub(crate) fn packages() -> Vec<Package> {
    let Metadata { packages, .. } = MetadataCommand::new()
        .manifest_path(root().join("Cargo.toml"))
        .no_deps()
        .other_options(["--offline".to_owned()])
        .exec()
        .expect("cargo reads the workspace");
    packages
}
