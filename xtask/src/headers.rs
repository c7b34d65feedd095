//! What a host should send with the files, said once and written in the forms that hosts read.
//!
//! The page is as safe without: what matters most stands in the pages, too. What only a header can say is defence in
//! depth, and caching.

use std::fs;
use std::path::Path;

use crate::hashing;
use crate::project::Outcome;

/// What the page may do. Only the release carries it: the live reload of `trunk serve` is an inline
/// script. `wasm-unsafe-eval` is what compiling WebAssembly is called here, and allows no `eval`.
///
/// Without `frame-ancestors`: a chart may be embedded anywhere, and `*` would leave out slides that are opened from disk.
/// There is nobody to be tricked on behalf of: no account, no server.
pub const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; \
    style-src 'self'; connect-src 'self'; img-src 'self' data: blob:; manifest-src 'self'; \
    base-uri 'self'; form-action 'none'";

/// To whom a link tells where it was: nobody.
pub const REFERRER: &str = "no-referrer";

/// Sent with every file.
const ALWAYS: [(&str, &str); 6] = [
    ("Content-Security-Policy", POLICY),
    ("Referrer-Policy", REFERRER),
    ("X-Content-Type-Options", "nosniff"),
    // A frame is not a resource: embedding the page stays possible.
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    // All that a browser grants without asking or for the asking, but for the clipboard and the full screen.
    (
        "Permissions-Policy",
        "accelerometer=(), camera=(), display-capture=(), encrypted-media=(), geolocation=(), gyroscope=(), hid=(), \
        idle-detection=(), local-fonts=(), magnetometer=(), microphone=(), midi=(), payment=(), \
        picture-in-picture=(), publickey-credentials-get=(), screen-wake-lock=(), serial=(), usb=(), \
        xr-spatial-tracking=()",
    ),
];

/// Of a file with a hash in its name, which never changes.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// Of the rest: kept, but asked for every time.
const ASK: &str = "no-cache";

/// The file that Netlify and Cloudflare Pages read.
pub const NETLIFY: &str = "_headers";

/// The file to include in a configuration of nginx.
pub const NGINX: &str = "holdfast.nginx.conf";

/// Writes both files into a folder that holds these files.
pub fn write(folder: &Path, files: &[String]) -> Outcome<()> {
    for (name, text) in [(NETLIFY, netlify(files)), (NGINX, nginx())] {
        fs::write(folder.join(name), text).map_err(|error| format!("{name}: {error}."))?;
    }
    Ok(())
}

/// These hosts join the values of all rules that match, so each file has its own rule for the cache and no pattern.
fn netlify(files: &[String]) -> String {
    let mut text = String::from(
        "# For Netlify and Cloudflare Pages, which read it in the root of a site. For a folder below the root: put this\n\
        # file into the root, with the folder before each path: sed 's#^/#/folder/#'\n\
        # Strict-Transport-Security is for the host to set: it binds all of a domain.\n/*\n",
    );
    for (name, value) in ALWAYS {
        text += &format!("  {name}: {value}\n");
    }
    for file in std::iter::once("").chain(files.iter().map(String::as_str)) {
        let cache = if hashing::is_hashed(file) { FOR_EVER } else { ASK };
        text += &format!("/{file}\n  Cache-Control: {cache}\n");
    }
    text
}

fn nginx() -> String {
    let mut text = format!(
        "# For nginx: `include` this in the `server` or `location` that serves the folder.\n\
        # With files packed beforehand (`gzip -k9`, `brotli -k`), `gzip_static on;` and `brotli_static on;` send those;\n\
        # otherwise `gzip on; gzip_types text/css text/javascript application/json application/wasm image/svg+xml;`.\n\
        # Strict-Transport-Security is for the server to set: it binds all of a domain.\n\
        include mime.types;\n\
        types {{\n    application/wasm wasm;\n    application/manifest+json webmanifest;\n}}\n\
        set $holdfast_cache \"{ASK}\";\n\
        if ($uri ~ \"{}\") {{\n    set $holdfast_cache \"{FOR_EVER}\";\n}}\n\
        add_header Cache-Control $holdfast_cache;\n",
        hashing::HASHED_NAME
    );
    for (name, value) in ALWAYS {
        text += &format!("add_header {name} \"{value}\" always;\n");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_allows_no_inline_code_and_no_eval() {
        assert!(POLICY.starts_with("default-src 'none'; script-src 'self' 'wasm-unsafe-eval';"));
        assert!(!POLICY.contains("'unsafe-inline'") && !POLICY.contains("'unsafe-eval'"));
        assert!(!POLICY.contains("http:") && !POLICY.contains("https:") && !POLICY.contains('*'));
    }

    #[test]
    fn no_value_is_broken_by_a_line_or_a_quote() {
        for (_, value) in ALWAYS {
            assert!(!value.contains("  "), "a line is indented into {value}");
            assert!(!value.contains(['"', '\n', '$']), "{value}");
        }
    }

    #[test]
    fn only_what_carries_a_hash_is_kept_for_ever() {
        let text = netlify(&["index.html".into(), "a-0123456789abcdef.js".into(), "sw.js".into()]);
        let rules = text.split("\n/").skip(1).map(|rule| rule.split_once('\n').unwrap());
        let kept: Vec<&str> = rules.filter(|(_, headers)| headers.contains(FOR_EVER)).map(|(path, _)| path).collect();
        assert_eq!(kept, ["a-0123456789abcdef.js"]);
        assert!(text.contains("\n/\n  Cache-Control: no-cache\n/index.html\n  Cache-Control: no-cache\n"));
        assert!(text.contains("\n/sw.js\n  Cache-Control: no-cache\n"));
    }
}
