//! Studies as fragments of links. The browser deflates and inflates, which takes it a moment.

use holdfast_scenario::{Study, ValidationError, file, link};
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
    #[wasm_bindgen(constructor, catch)]
    fn new(format: &str) -> Result<CompressionStream, JsValue>;

    #[wasm_bindgen(extends = ReadableWritablePair)]
    type DecompressionStream;
    #[wasm_bindgen(constructor, catch)]
    fn new(format: &str) -> Result<DecompressionStream, JsValue>;
}

/// The fragment that reproduces the study anywhere, without the `#`.
pub async fn encode(study: &Study) -> Result<String, JsValue> {
    let file = file::write_compact(study);
    let deflated = through(CompressionStream::new(FORMAT)?.unchecked_ref(), file.as_bytes(), usize::MAX).await?;
    Ok(link::fragment(&deflated))
}

/// The study file in what a link holds.
pub async fn file_of(deflated: &[u8]) -> Result<String, ValidationError> {
    link::file_of(inflate(deflated).await.ok())
}

async fn inflate(deflated: &[u8]) -> Result<Vec<u8>, JsValue> {
    through(DecompressionStream::new(FORMAT)?.unchecked_ref(), deflated, file::MAX_BYTES).await
}

/// What comes out of the browser's stream, or something longer than `max` bytes in place of more. The browser may hold
/// more than that at once; none of it comes in here, where memory is never given back.
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
        let piece = Uint8Array::new(&value);
        if piece.length() as usize > max - out.len() {
            let _ = reader.cancel();
            return Ok(vec![0; max + 1]);
        }
        out.extend(piece.to_vec());
    }
}
