//! Charts for the tests, most of them of real studies, and functions that draw them in the same way on every machine.

use holdfast_chart::{
    Chart, CohortChart, CohortRow, Curve, DistributionChart, DistributionLabels, Drawing, FanChart, Formats, GapChart,
    HeatMap, Movement, MovementsChart, PathLabels, PlotArea, ScenarioDistribution, SeriesStyle, Shape, SurvivalChart,
    SurvivalCurve, Theme, TornadoBar, TornadoChart, paint,
};
use holdfast_engine::{Quantity, cohort_triangle, expected, survival};
use holdfast_pool::{Job, Scheduler, inline::Inline};
use holdfast_scenario::{CheckedStudy, Event, Scenario, Study, Unit, file, presets};
use holdfast_summary::{DetailRequest, Summary, SummaryRequest, Track};
use plotters::prelude::{IntoDrawingArea, SVGBackend};

/// The colours of the page's style sheet: background, text, muted text, grid lines, and then the palette.
const LIGHT: &str = "#ffffff #17222c #54626f #e1e6eb #b04a00 #00699e #00755a #9b3f78 #7a6200 #5b4db0 #4b6a1f #55606b";
const DARK: &str = "#182027 #e8edf2 #a3b0bc #2b353e #f29a52 #62b6ea #2fc79f #e59ac6 #e2c744 #b3a8f5 #a9cf73 #b4bfca";

pub fn theme(is_dark: bool, font_px: f64, scale: f64) -> Theme {
    let colors: Vec<_> = if is_dark { DARK } else { LIGHT }.split(' ').map(|css| Theme::color(css).unwrap()).collect();
    Theme {
        background: colors[0],
        text: colors[1],
        muted: colors[2],
        grid: colors[3],
        palette: colors[4..].to_vec(),
        font: "sans-serif".into(),
        font_px,
        scale,
    }
}

/// Writes a number as "$1.23M", "12.3k" or "97.5%". It has at most `digits` digits after the point, without zeros at
/// the end.
fn figure(value: f64, unit: Unit, digits: usize) -> String {
    if !value.is_finite() {
        return "–".into();
    }
    let (times, sign) = if unit.is_share() { (100.0, "%") } else { (1.0, "") };
    let size = (value * times).abs();
    let (power, letter) =
        [(1e9, "B"), (1e6, "M"), (1e3, "k")].into_iter().find(|(power, _)| size >= *power).unwrap_or((1.0, ""));
    let number = format!("{:.digits$}", size / power);
    let number = if number.contains('.') { number.trim_end_matches('0').trim_end_matches('.') } else { &number };
    let minus = if value < 0.0 && number != "0" { "-" } else { "" };
    let currency = if unit.is_money() { "$" } else { "" };
    [minus, currency, number, letter, sign].concat()
}

pub fn with_formats<T>(with: impl FnOnce(&Formats<'_>) -> T) -> T {
    with(&Formats {
        tick: &|value, unit| figure(value, unit, 2),
        value: &|value, unit| figure(value, unit, 2),
        range: &|low, high, unit| format!("{} to {}", figure(low, unit, 2), figure(high, unit, 2)),
        month: &|month| format!("Month {month}"),
    })
}

/// The width of a text. All characters have the same width, so that the width does not depend on the fonts of the
/// machine.
pub fn width(theme: &Theme, text: &str) -> f64 {
    0.55 * theme.px(theme.font_px) * text.chars().count() as f64
}

/// Draws a chart with the given width and height in CSS pixels. Returns its shapes and the place of its plot.
pub fn shapes(chart: &dyn Chart, (wide, high): (f64, f64), theme: &Theme) -> (Vec<Shape>, PlotArea) {
    with_formats(|formats| {
        let measure = |text: &str| width(theme, text);
        let mut drawing = Drawing::new((theme.px(wide), theme.px(high)), theme, formats, &measure);
        let plot = chart.draw(&mut drawing);
        (drawing.shapes, plot)
    })
}

/// The picture of a chart as an SVG file.
pub fn svg(chart: &dyn Chart, (wide, high): (u32, u32), theme: &Theme) -> String {
    let mut svg = String::new();
    let size = (wide * theme.scale as u32, high * theme.scale as u32);
    let (shapes, _) = shapes(chart, (f64::from(wide), f64::from(high)), theme);
    {
        let area = SVGBackend::with_string(&mut svg, size).into_drawing_area();
        paint(&area, &shapes, theme).unwrap();
    }
    let own = format!("width=\"{}\" height=\"{}\"", size.0, size.1);
    svg.replacen(&own, &format!("width=\"{wide}\" height=\"{high}\""), 1)
}

pub fn look(color: u64) -> SeriesStyle {
    SeriesStyle { color, line: holdfast_scenario::LineStyle::of_color(color) }
}

pub fn path_labels() -> PathLabels {
    PathLabels {
        month: "Month".into(),
        expected: "Expected".into(),
        levels: ["5%", "25%", "Median", "75%", "95%"].map(String::from),
    }
}

fn simulate(study: &CheckedStudy, tracks: Vec<Track>, spread_month: u32) -> Summary {
    let detail = DetailRequest { tracks: tracks.clone(), spread_month, samples: 4 };
    let request = SummaryRequest { tracks, detail: Some(detail) };
    Scheduler::new(Inline::default()).run(Job::new(study.clone(), request)).unwrap()
}

fn scenarios(study: &CheckedStudy) -> impl Iterator<Item = (usize, &Scenario)> {
    study.source().scenarios.iter().enumerate()
}

pub fn leaky_bucket() -> CheckedStudy {
    presets::leaky_bucket().check().unwrap().with_runs(1024)
}

/// A study of two years in which every mechanism is used and two events are defined. The second event starts after the
/// two years.
pub fn everything() -> CheckedStudy {
    let (study, problems) = file::read(include_str!("../../../../benches/studies/everything-on.json")).unwrap();
    assert!(problems.is_empty());
    Study { horizon_months: 24, ..study }.check().unwrap().with_runs(1024)
}

pub fn fan(study: &CheckedStudy, has_samples: bool) -> FanChart {
    let months = study.horizon_months();
    let tracks: Vec<Track> = scenarios(study).map(|(at, _)| Track::own(at, Quantity::Mrr)).collect();
    let summary = simulate(study, tracks.clone(), 0);
    let named = |event: &Event| (event.from_month as usize, event.input.input().name.to_string());
    let curve = |(at, scenario): (usize, &Scenario)| Curve {
        label: scenario.name.clone(),
        style: look(scenario.color),
        expected: expected(&study.scenarios()[at], months)[Quantity::Mrr].clone(),
        stats: summary.months(tracks[at]).unwrap().to_vec(),
        samples: summary.samples(tracks[at]).unwrap().filter(|_| has_samples).map(<[f64]>::to_vec).collect(),
        events: scenario.events.iter().map(named).filter(|(month, _)| *month <= months).collect(),
        is_selected: at == 0,
    };
    FanChart {
        curves: scenarios(study).map(curve).collect(),
        last_month: months,
        unit: Unit::Money,
        is_log: false,
        series: "MRR".into(),
        target: Some(("Target".into(), 1.5e6)),
        labels: path_labels(),
        none: "All scenarios are hidden".into(),
    }
}

pub fn gap(study: &CheckedStudy, of: usize, from: usize) -> GapChart {
    let months = study.horizon_months();
    let track = Track::gap(of, from, Quantity::Mrr);
    let summary = simulate(study, vec![track], 0);
    let path = |at: usize| expected(&study.scenarios()[at], months)[Quantity::Mrr].clone();
    let names: Vec<&str> = scenarios(study).map(|(_, scenario)| scenario.name.as_str()).collect();
    GapChart {
        style: SeriesStyle { color: of as u64, ..SeriesStyle::default() },
        expected: path(of).iter().zip(path(from)).map(|(of, from)| of - from).collect(),
        stats: summary.months(track).unwrap().to_vec(),
        last_month: months,
        unit: Unit::Money,
        series: format!("MRR: “{}” minus “{}”", names[of], names[from]),
        ahead: format!("“{}” ahead, share of futures", names[of]),
        tied: "Equal, share of futures".into(),
        labels: path_labels(),
        none: String::new(),
    }
}

pub fn distribution(study: &CheckedStudy, quantity: Quantity, has_dots: bool) -> DistributionChart {
    let tracks: Vec<Track> = scenarios(study).map(|(at, _)| Track::own(at, quantity)).collect();
    let summary = simulate(study, tracks.clone(), 24);
    let spread = |(at, scenario): (usize, &Scenario)| ScenarioDistribution {
        label: scenario.name.clone(),
        style: look(scenario.color),
        values: summary.spread(tracks[at]).unwrap_or_default().to_vec(),
        median: summary.months(tracks[at]).unwrap()[24].median(),
    };
    DistributionChart {
        scenarios: scenarios(study).map(spread).collect(),
        unit: if quantity.is_money() { Unit::Money } else { Unit::Customers },
        has_dots,
        series: "MRR, Month 24".into(),
        labels: DistributionLabels {
            share: "Share of futures".into(),
            rows: "Share of futures, each row at its own scale".into(),
            dot: "Each dot: 2% of futures".into(),
            strip: "Line: nine futures in ten. Bar: half".into(),
            at_most: "at or below".into(),
            upper_edge: "Up to".into(),
            none: "No values at this month".into(),
        },
    }
}

pub fn movements(study: &CheckedStudy) -> MovementsChart {
    let path = expected(&study.scenarios()[0], study.horizon_months());
    let all = [
        (Quantity::NewMrr, 1, 1.0),
        (Quantity::ExpansionMrr, 10, 1.0),
        (Quantity::ReturnedMrr, 5, 1.0),
        (Quantity::ResumedMrr, 14, 1.0),
        (Quantity::VoluntaryChurnedMrr, 0, -1.0),
        (Quantity::ContractionMrr, 12, -1.0),
        (Quantity::InvoluntaryChurnedMrr, 3, -1.0),
        (Quantity::PausedMrr, 15, -1.0),
    ];
    let part = |(quantity, color, sign): (Quantity, u64, f64)| Movement {
        label: quantity.name().replace("_mrr", "").replace('_', " "),
        style: SeriesStyle { color, ..SeriesStyle::default() },
        values: path[quantity].iter().map(|value| sign * value).collect(),
    };
    let mrr = &path[Quantity::Mrr];
    MovementsChart {
        parts: all.into_iter().map(part).filter(|part| part.values.iter().any(|&value| value != 0.0)).collect(),
        net: (0..mrr.len()).map(|month| mrr[month] - mrr[month.saturating_sub(1)]).collect(),
        net_label: "Net change".into(),
        series: "Movements of MRR each month, “Everything”".into(),
        month: "Month".into(),
    }
}

pub fn cohorts(study: &CheckedStudy, by_mrr: bool) -> CohortChart {
    let rows = cohort_triangle(&study.scenarios()[0], study.horizon_months());
    let cohort = |(at, row): (usize, &Vec<holdfast_engine::Retained>)| CohortRow {
        joined: at + 1,
        left: row.iter().map(|left| if by_mrr { left.mrr } else { left.customers }).collect(),
    };
    CohortChart {
        cohorts: rows.iter().enumerate().map(cohort).collect(),
        last_age: study.horizon_months() - 1,
        color: 1,
        title: "Customers left by month of joining, “Everything”".into(),
        share: "Customers left".into(),
        age: "Months since joining".into(),
        joined: "Joined".into(),
        none: String::new(),
    }
}

pub fn survivals(study: &CheckedStudy) -> SurvivalChart {
    let curve = |(at, scenario): (usize, &Scenario)| SurvivalCurve {
        label: scenario.name.clone(),
        style: look(scenario.color),
        left: survival(&study.scenarios()[at], 60).iter().map(|left| left.customers).collect(),
        half_life: "half are left after some months".into(),
    };
    SurvivalChart {
        curves: scenarios(study).map(curve).collect(),
        last_age: 60,
        share: "Share of new customers still active".into(),
        age: "Months since joining".into(),
    }
}

/// MRR after five years as a function of monthly churn and of the price per month. Churn is constant, and there are 800
/// trials a month. The higher the price, the lower the conversion.
pub fn heat(count: (usize, usize)) -> HeatMap {
    let steps = |low: f64, high: f64, count: usize| -> Vec<f64> {
        (0..count).map(|at| low + (high - low) * at as f64 / (count - 1) as f64).collect()
    };
    let (columns, rows) = (steps(0.005, 0.06, count.0), steps(10.0, 150.0, count.1));
    let mrr = |churn: f64, price: f64| {
        800.0 * (0.12 * (-price / 60.0).exp()) * price * (1.0 - (1.0 - churn).powi(60)) / churn
    };
    HeatMap {
        values: rows.iter().map(|&price| columns.iter().map(|&churn| mrr(churn, price)).collect()).collect(),
        columns,
        rows,
        column_unit: Unit::SharePerMonth,
        row_unit: Unit::Money,
        column_name: "Monthly churn".into(),
        row_name: "Price per month".into(),
        unit: Unit::Money,
        title: "MRR, month 60".into(),
        here: Some((0.035, 49.0)),
        color: 1,
        pending: "Computing".into(),
        none: "No outcome is possible here".into(),
    }
}

/// A heat map at the moment when about half of its points are computed. The points that lie in every fourth row and in
/// every fourth column are all computed. The other points are computed from the bottom up, and only about half of the
/// rows are reached. The two columns with the lowest churn have no outcome.
pub fn half_heat() -> HeatMap {
    let mut heat = heat((21, 21));
    for (row, values) in heat.values.iter_mut().enumerate() {
        for (column, value) in values.iter_mut().enumerate() {
            let is_coarse = row % 4 == 0 && column % 4 == 0;
            if column < 2 || !(is_coarse || 21 * row + column < 230) {
                *value = f64::NAN;
            }
        }
    }
    heat
}

/// A chart with ranges and exact inputs. Most inputs move MRR in both directions. The price lowers MRR at both of its
/// ends. One input has no outcome at its high end, and the last input has almost no effect.
pub fn tornado() -> TornadoChart {
    let bars = [
        ("Monthly churn", ["2%", "6%"], [1.92e6, 1.18e6], Some(0.584)),
        ("Trials in the first month", ["600", "1,100"], [1.14e6, 1.83e6], Some(0.321)),
        ("Trial-to-paid conversion", ["4.5%", "5.5%"], [1.34e6, 1.65e6], None),
        ("Price per month", ["$39", "$99"], [1.31e6, 1.23e6], Some(0.061)),
        ("Expansion of opening MRR", ["0%", "1%"], [1.36e6, f64::NAN], None),
        ("Cancel-flow save rate", ["5%", "20%"], [1.46e6, 1.58e6], Some(0.032)),
        ("Dunning recovery", ["55%", "80%"], [1.48e6, 1.55e6], None),
        ("Referred trials per customer", ["0", "0.02"], [1.5e6, 1.55e6], None),
        ("Seasonality", ["-5%", "5%"], [1.499e6, 1.5001e6], Some(-0.002)),
    ];
    let bar = |(name, ends, outcome, share): (&str, [&str; 2], [f64; 2], Option<f64>)| TornadoBar {
        name: name.into(),
        ends: ends.map(String::from),
        outcome,
        is_range: share.is_some(),
        share: share.map(|share| (share, 0.006)),
    };
    TornadoChart {
        bars: bars.map(bar).to_vec(),
        base: 1.5e6,
        unit: Unit::Money,
        colors: [0, 1],
        title: "MRR, month 60".into(),
        input: "Input".into(),
        at: ["at its low", "at its high"].map(String::from),
        share: "Share of variance".into(),
        none: "No input moves it".into(),
    }
}

/// A chart with a few exact inputs, which never raise the outcome. There are no shares of variance.
pub fn few_bars() -> TornadoChart {
    let all = tornado();
    let bar = |bar: &TornadoBar| TornadoBar {
        share: None,
        is_range: false,
        outcome: bar.outcome.map(|outcome| (outcome - 1.5e6).min(0.0) / 1e3),
        ..bar.clone()
    };
    TornadoChart {
        bars: all.bars[..4].iter().map(bar).collect(),
        base: 0.0,
        colors: [2, 3],
        title: "Cash, month 60".into(),
        ..all
    }
}
