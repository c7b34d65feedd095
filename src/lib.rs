pub mod chart;
pub mod engine;
pub mod pool;
pub mod scenario;
pub mod summary;
pub mod text;
