pub mod engine;
pub mod scenario;
pub mod summary;
