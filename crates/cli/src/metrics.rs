//! Writes the metrics of the last month as JSON or CSV. Scripts read both formats. A new key or row may be added at the
//! end, but existing keys and rows must not be changed or removed.

use super::Simulate;
use super::arguments::Format;
use holdfast_engine::{Quantity, expected};
use holdfast_scenario::CheckedStudy;
use holdfast_summary::{Metrics, Plateau, Series, Stats, Summary, Track};
use holdfast_text::csv::{CsvWriter, LineEnd};
use serde::Serialize;

#[derive(Serialize)]
struct Output<'a> {
    title: &'a str,
    runs: u32,
    seed: u64,
    month: usize,
    scenarios: Vec<ScenarioOutput<'a>>,
}

/// The metrics of one scenario. Shares are fractions. An undefined metric is NaN, which is null in the JSON output.
#[derive(Serialize)]
struct ScenarioOutput<'a> {
    name: &'a str,
    ltv: f64,
    ltv_to_cac: f64,
    /// NaN if the acquisition cost is never paid back.
    payback_months: f64,
    /// The level that MRR approaches. NaN if MRR grows without limit.
    plateau_mrr: f64,
    net_revenue_retention: f64,
    gross_revenue_retention: f64,
    quick_ratio: f64,
    cash_ran_out: f64,
    target_reached: f64,
    /// The first month in which at least half of all runs have reached the target. NaN if there is no such month.
    target_median_month: f64,
    /// Compares the MRR of this scenario with the MRR of each other scenario, run by run. All scenarios use common
    /// random numbers.
    mrr_against: Vec<Against<'a>>,
}

/// The result of comparing a scenario with the other scenario, `name`. `more`, `same` and `less` are the shares of runs
/// in which the scenario's MRR is above, equal to and below the MRR of `name`.
#[derive(Serialize)]
struct Against<'a> {
    name: &'a str,
    more: f64,
    same: f64,
    less: f64,
}

/// Simulates the study and returns the metrics of all scenarios as one text in the given format.
pub fn metrics(study: &CheckedStudy, format: Format, simulate: &mut Simulate) -> Result<String, Vec<String>> {
    const FOLLOWED: [Series; 5] = [
        Series::NetRevenueRetention,
        Series::GrossRevenueRetention,
        Series::QuickRatio,
        Series::CashRanOut,
        Series::TargetReached,
    ];
    let count = study.scenarios().len();
    let own = (0..count).flat_map(|at| FOLLOWED.map(|series| Track::own(at, series)));
    let gaps = pairs(count).map(|(at, other)| Track::gap(at, other, Quantity::Mrr));
    let summary = simulate(&own.chain(gaps).collect::<Vec<_>>())?;
    let source = study.source();
    let output = Output {
        title: &source.title,
        runs: study.runs(),
        seed: study.seed(),
        month: study.horizon_months(),
        scenarios: (0..count).map(|at| scenario(study, &summary, at)).collect(),
    };
    Ok(match format {
        Format::Json => serde_json::to_string(&output).unwrap_or_default() + "\n",
        Format::Csv => csv(&output),
    })
}

/// Returns all pairs of the indices 0 to `count` − 1 whose two indices differ. Both (0, 1) and (1, 0) are included.
fn pairs(count: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..count).flat_map(move |at| (0..count).filter(move |&other| other != at).map(move |other| (at, other)))
}

fn scenario<'a>(study: &'a CheckedStudy, summary: &Summary, at: usize) -> ScenarioOutput<'a> {
    let month = study.horizon_months();
    let checked = &study.scenarios()[at];
    let metrics = Metrics::new(checked, &expected(checked, month), month);
    let last = |track| -> Stats { summary.months(track).and_then(|months| months.last()).copied().unwrap_or_default() };
    let own = |series| last(Track::own(at, series));
    let reached = summary.months(Track::own(at, Series::TargetReached)).unwrap_or_default();
    let name = |at: usize| study.source().scenarios[at].name.as_str();
    let against = |(_, other)| {
        let gap = last(Track::gap(at, other, Quantity::Mrr));
        Against { name: name(other), more: gap.above_zero, same: gap.at_zero, less: gap.below_zero() }
    };
    ScenarioOutput {
        name: name(at),
        ltv: metrics.ltv,
        ltv_to_cac: metrics.ltv_to_cac.unwrap_or(f64::NAN),
        payback_months: metrics.payback_months.map_or(f64::NAN, f64::from),
        plateau_mrr: match metrics.plateau {
            Plateau::At(mrr) => mrr,
            Plateau::GrowsForEver => f64::NAN,
        },
        net_revenue_retention: own(Series::NetRevenueRetention).median(),
        gross_revenue_retention: own(Series::GrossRevenueRetention).median(),
        quick_ratio: own(Series::QuickRatio).median(),
        cash_ran_out: own(Series::CashRanOut).mean,
        target_reached: own(Series::TargetReached).mean,
        target_median_month: reached.iter().position(|stats| stats.mean >= 0.5).map_or(f64::NAN, |month| month as f64),
        mrr_against: pairs(study.scenarios().len()).filter(|&(one, _)| one == at).map(against).collect(),
    }
}

/// Returns the CSV output: a heading, then one row for each scenario and metric.
fn csv(output: &Output) -> String {
    let mut csv = CsvWriter::new(LineEnd::Lf);
    ["scenario", "metric", "value"].into_iter().for_each(|head| csv.text(head));
    csv.end_row();
    for scenario in &output.scenarios {
        let mut line = |metric: &str, value: f64| {
            csv.text(scenario.name);
            csv.text(metric);
            csv.number(value);
            csv.end_row();
        };
        for (metric, value) in [
            ("ltv", scenario.ltv),
            ("ltv_to_cac", scenario.ltv_to_cac),
            ("payback_months", scenario.payback_months),
            ("plateau_mrr", scenario.plateau_mrr),
            ("net_revenue_retention", scenario.net_revenue_retention),
            ("gross_revenue_retention", scenario.gross_revenue_retention),
            ("quick_ratio", scenario.quick_ratio),
            ("cash_ran_out", scenario.cash_ran_out),
            ("target_reached", scenario.target_reached),
            ("target_median_month", scenario.target_median_month),
        ] {
            line(metric, value);
        }
        for against in &scenario.mrr_against {
            line(&format!("mrr_more_than:{}", against.name), against.more);
            line(&format!("mrr_same_as:{}", against.name), against.same);
            line(&format!("mrr_less_than:{}", against.name), against.less);
        }
    }
    csv.finish()
}
