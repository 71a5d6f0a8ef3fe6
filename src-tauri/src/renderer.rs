//! Which way WebKitGTK draws.

/// Starts this program anew with WebKitGTK's DMA-BUF renderer switched off, where there is no graphics device: drawing
/// with the processor is then three times as quick (measured: 50 against 16 ms a frame). Whoever set the variable is
/// left alone.
#[cfg(target_os = "linux")]
pub(crate) fn choose() {
    use std::os::unix::process::CommandExt;

    const VARIABLE: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";
    let is_device = |entry: std::io::Result<std::fs::DirEntry>| {
        entry.is_ok_and(|it| it.file_name().as_encoded_bytes().starts_with(b"renderD"))
    };
    let has_device = std::fs::read_dir("/dev/dri").is_ok_and(|mut entries| entries.any(is_device));
    if has_device || std::env::var_os(VARIABLE).is_some() {
        return;
    }
    let Ok(program) = std::env::current_exe() else {
        return;
    };
    let fault = std::process::Command::new(program)
        .args(std::env::args_os().skip(1))
        .env(VARIABLE, "1")
        .exec();
    // Slower is better than not at all.
    tracing::warn!(kind = %fault.kind(), "drawing stays as it is");
}

/// Elsewhere there is one way to draw.
#[cfg(not(target_os = "linux"))]
pub(crate) fn choose() {}
