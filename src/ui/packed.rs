//! Studies as fragments of links. The browser deflates and inflates, which takes it a moment.

use crate::scenario::{Problem, Study, file, link};
use js_sys::{Array, Reflect, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, ReadableStreamDefaultReader, ReadableWritablePair};

const FORMAT: &str = "deflate-raw";

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(extends = ReadableWritablePair)]
    type CompressionStream;
    #[wasm_bindgen(constructor)]
    fn new(format: &str) -> CompressionStream;

    #[wasm_bindgen(extends = ReadableWritablePair)]
    type DecompressionStream;
    #[wasm_bindgen(constructor)]
    fn new(format: &str) -> DecompressionStream;
}

/// The fragment that reproduces the study anywhere, without the `#`. Deflating does not fail: every browser that the
/// page starts in has it.
pub async fn encode(study: &Study) -> String {
    let file = file::write_compact(study);
    let deflated = through(&CompressionStream::new(FORMAT), file.as_bytes(), usize::MAX).await;
    link::fragment(&deflated.unwrap_or_default())
}

/// The study file in what a link holds. No more than [`file::MAX_BYTES`] and the browser's next piece are ever inflated.
pub async fn file_of(deflated: &[u8]) -> Result<String, Problem> {
    link::file_of(through(&DecompressionStream::new(FORMAT), deflated, file::MAX_BYTES).await.ok())
}

/// What comes out of the browser's stream, up to the piece that passes `max` bytes.
async fn through(stream: &ReadableWritablePair, bytes: &[u8], max: usize) -> Result<Vec<u8>, JsValue> {
    let blob = Blob::new_with_u8_array_sequence(&Array::of1(&Uint8Array::from(bytes)))?;
    let reader: ReadableStreamDefaultReader = blob.stream().pipe_through(stream).get_reader().unchecked_into();
    let mut out = Vec::new();
    loop {
        let piece = JsFuture::from(reader.read()).await?;
        let value = Reflect::get(&piece, &"value".into())?;
        if value.is_undefined() {
            return Ok(out);
        }
        out.extend(Uint8Array::new(&value).to_vec());
        if out.len() > max {
            let _ = reader.cancel();
            return Ok(out);
        }
    }
}
