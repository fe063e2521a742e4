//===- ReportPage.cpp - The report as HTML and SVG ------------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Three charts drawn with plain SVG, no script: bytes by owner over time, time
// against budget, and the arena over time. Hovering names what is under the pointer.
//
//===----------------------------------------------------------------------===//

#include "Report.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace neap::tools {
namespace {

using namespace neap::planner;

struct Look {
  const char *name, *color;
};
/// Colours that differ in lightness too (Okabe & Ito).
constexpr Look looks[ownerCount] = {{"parameters, states, batch", "#8a8f98"},
                                    {"forward values", "#0072b2"},
                                    {"made again", "#e69f00"},
                                    {"gradients", "#009e73"},
                                    {"codes", "#cc79a7"},
                                    {"workspace", "#d55e00"}};

constexpr double width = 1000, left = 78, right = 24, bottom = 46, top = 14;

std::string text(const char *format, double a, double b = 0, double c = 0, double d = 0) {
  char buffer[256];
  std::snprintf(buffer, sizeof buffer, format, a, b, c, d);
  return buffer;
}

std::string escape(const std::string &raw) {
  std::string out;
  for (char c : raw)
    out += c == '<' ? "&lt;" : c == '>' ? "&gt;" : c == '&' ? "&amp;" : c == '"' ? "&quot;" : std::string(1, c);
  return out;
}

std::string megabytes(uint64_t bytes) {
  return bytes >= 100'000'000 ? text("%.0f MB", double(bytes) / 1e6) : text("%.3g MB", double(bytes) / 1e6);
}

/// A frame with ticks: maps data to the page.
class Chart {
public:
  Chart(double height, double xMin, double xMax, double yMin, double yMax)
      : height(height), xMin(xMin), xMax(xMax > xMin ? xMax : xMin + 1), yMin(yMin),
        yMax(yMax > yMin ? yMax : yMin + 1) {
    svg = text("<svg viewBox=\"0 0 %.0f %.0f\" role=\"img\">\n", width, height);
  }
  double x(double v) const { return left + (v - xMin) / (xMax - xMin) * (width - left - right); }
  double y(double v) const { return height - bottom - (v - yMin) / (yMax - yMin) * (height - bottom - top); }
  void add(const std::string &element) { svg += element + "\n"; }

  /// Grid lines first, so that they lie below the data.
  void axes(const std::string &xLabel, const std::string &yLabel, const char *xFormat, const char *yFormat) {
    double ySpacing = tick(yMax - yMin, 5), xSpacing = tick(xMax - xMin, 8);
    for (int64_t i = std::llround(std::ceil(yMin / ySpacing)); double(i) * ySpacing <= yMax * (1 + 1e-9); ++i) {
      double v = double(i) * ySpacing;
      add(text("<path class=\"grid\" d=\"M%.1f %.1fH%.1f\"/>", left, y(v), width - right));
      add(text("<text text-anchor=\"end\" x=\"%.1f\" y=\"%.1f\">", left - 8, y(v) + 4) + text(yFormat, v) + "</text>");
    }
    for (int64_t i = std::llround(std::ceil(xMin / xSpacing)); double(i) * xSpacing <= xMax * (1 + 1e-9); ++i) {
      double v = double(i) * xSpacing;
      add(text("<path class=\"grid\" d=\"M%.1f %.1fv5\"/>", x(v), height - bottom));
      add(text("<text text-anchor=\"middle\" x=\"%.1f\" y=\"%.1f\">", x(v), height - bottom + 19) + text(xFormat, v) +
          "</text>");
    }
    add(text("<path class=\"axis\" d=\"M%.1f %.1fH%.1f\"/>", left, height - bottom, width - right));
    add(text("<text class=\"label\" text-anchor=\"middle\" x=\"%.1f\" y=\"%.1f\">", (left + width - right) / 2,
             height - 6) +
        xLabel + "</text>");
    add(text("<text class=\"label\" text-anchor=\"middle\" transform=\"translate(14 %.1f) rotate(-90)\">",
             (top + height - bottom) / 2) +
        yLabel + "</text>");
  }
  std::string done() const { return svg + "</svg>\n"; }

private:
  static double tick(double range, double count) {
    double raw = range / count, power = std::pow(10, std::floor(std::log10(raw)));
    for (double step : {1.0, 2.0, 5.0})
      if (raw <= step * power)
        return step * power;
    return 10 * power;
  }
  double height, xMin, xMax, yMin, yMax;
  std::string svg;
};

std::string legend(const ReportData &data) {
  std::string html = "<p class=\"legend\">";
  for (size_t o = 0; o < ownerCount; ++o)
    if (std::any_of(data.blocks.begin(), data.blocks.end(),
                    [&](const Block &block) { return size_t(block.owner) == o; }))
      html += std::string("<span><i style=\"background:") + looks[o].color + "\"></i>" + looks[o].name + "</span>";
  return html + "</p>\n";
}

uint64_t sum(const std::array<uint64_t, ownerCount> &bytes) {
  uint64_t total = 0;
  for (uint64_t b : bytes)
    total += b;
  return total;
}

/// Stacked areas; of the runs that share a column of the page the fullest is drawn.
std::string timeline(const ReportData &data) {
  double end = double(data.start.back()) / 1e6;
  Chart chart(380, 0, end, 0, double(std::max(data.budget, data.peak)) / 1e6 * 1.12);
  chart.axes("time of the step, ms", "bytes in use, MB", "%g", "%g");
  std::vector<std::pair<double, size_t>> columns;
  for (size_t run = 0; run < data.bytes.size(); ++run) {
    double x = std::floor(chart.x(double(data.start[run]) / 1e6));
    if (columns.empty() || columns.back().first != x)
      columns.push_back({x, run});
    else if (sum(data.bytes[run]) > sum(data.bytes[columns.back().second]))
      columns.back().second = run;
  }
  auto below = [&](size_t run, size_t owners) {
    uint64_t total = 0;
    for (size_t o = 0; o < owners; ++o)
      total += data.bytes[run][o];
    return chart.y(double(total) / 1e6);
  };
  for (size_t o = 0; o < ownerCount; ++o) {
    std::string path;
    for (size_t k = 0; k < columns.size(); ++k) {
      double to = k + 1 < columns.size() ? columns[k + 1].first : chart.x(end);
      path += text(path.empty() ? "M%.0f %.1fH%.1f" : "L%.0f %.1fH%.1f", columns[k].first,
                   below(columns[k].second, o + 1), to);
    }
    for (size_t k = columns.size(); k-- > 0;) {
      double to = k + 1 < columns.size() ? columns[k + 1].first : chart.x(end);
      path += text("L%.1f %.1fH%.0f", to, below(columns[k].second, o), columns[k].first);
    }
    chart.add(std::string("<path fill=\"") + looks[o].color + "\" d=\"" + path + "Z\"><title>" + looks[o].name +
              "</title></path>");
  }
  double budget = chart.y(double(data.budget) / 1e6);
  chart.add(text("<path class=\"budget\" d=\"M%.1f %.1fH%.1f\"/>", left, budget, width - right));
  chart.add(text("<text class=\"mark\" text-anchor=\"end\" x=\"%.1f\" y=\"%.1f\">", width - right - 4, budget - 6) +
            "budget " + megabytes(data.budget) + "</text>");
  return chart.done();
}

std::string front(const ReportData &data) {
  if (data.front.empty())
    return "<p>No plan was found for any of the budgets.</p>\n";
  double highest = 0;
  for (const FrontPoint &point : data.front)
    highest = std::max(highest, (std::max(point.time, data.time) - 1) * 100);
  Chart chart(320, 0, 105, 0, highest * 1.12 + 0.5);
  chart.axes("budget, % of the recorded peak", "time added, %", "%g", "%g");
  std::string plan, bound, dots;
  for (const FrontPoint &point : data.front) {
    double x = chart.x(point.budgetFraction * 100), y = chart.y((point.time - 1) * 100);
    plan += text(plan.empty() ? "M%.1f %.1f" : "L%.1f %.1f", x, y);
    bound += text(bound.empty() ? "M%.1f %.1f" : "L%.1f %.1f", x, chart.y((point.bound - 1) * 100));
    dots += text("<circle r=\"4\" cx=\"%.1f\" cy=\"%.1f\">", x, y) +
            text("<title>budget %.0f %%: plan +%.2f %%, bound +%.2f %%</title></circle>\n", point.budgetFraction * 100,
                 (point.time - 1) * 100, (point.bound - 1) * 100);
  }
  double limit = double(data.smallestBudget) / double(std::max<uint64_t>(data.recordedPeak, 1)) * 100;
  chart.add(text("<rect class=\"forbidden\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>", left, top,
                 chart.x(limit) - left, chart.y(0) - top));
  chart.add(
      text("<text class=\"note\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\" transform=\"rotate(-90 %.1f %.1f)\">",
           chart.x(limit / 2) + 4, (top + chart.y(0)) / 2, chart.x(limit / 2) + 4, (top + chart.y(0)) / 2) +
      "no plan exists</text>");
  chart.add("<path class=\"bound\" d=\"" + bound + "\"/>");
  chart.add("<path class=\"plan\" d=\"" + plan + "\"/>");
  chart.add("<g class=\"plan-dots\">" + dots + "</g>");
  return "<p class=\"legend\"><span><i style=\"background:#0072b2\"></i>plan</span><span><i "
         "style=\"background:#8a8f98\"></i>lower bound of any plan</span></p>\n" +
         chart.done();
}

std::string arena(const Graph &graph, const ReportData &data) {
  double end = double(data.start.back()) / 1e6;
  Chart chart(460, 0, end, 0, double(data.arenaHeight) / 1e6);
  chart.axes("time of the step, ms", "offset in the arena, MB", "%g", "%g");
  for (const Block &block : data.blocks) {
    double from = chart.x(double(data.start[block.firstRun]) / 1e6),
           to = chart.x(double(data.start[block.endRun]) / 1e6);
    double high = chart.y(double(block.offset + block.bytes) / 1e6), low = chart.y(double(block.offset) / 1e6);
    if (to - from < 0.15 || low - high < 0.15)
      continue;
    std::string what =
        block.owner == Owner::Workspace ? std::string("workspace") : "value " + std::to_string(block.value);
    if (block.owner != Owner::Workspace && !graph.values[block.value].name.empty())
      what += " (" + graph.values[block.value].name + ")";
    if (block.owner != Owner::Resident && block.firstRun < data.operation.size())
      what += ", made by " + graph.operations[data.operation[block.firstRun]].name;
    chart.add(text("<rect x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%.2f\"", from, high, to - from, low - high) +
              " fill=\"" + looks[size_t(block.owner)].color + "\"><title>" + escape(what) + ", " +
              megabytes(block.bytes) + "</title></rect>");
  }
  return "<div class=\"arena\">" + chart.done() + "</div>";
}

constexpr const char *style =
    "<style>body{font:15px/1.5 system-ui,sans-serif;color:#1d2129;max-width:1040px;margin:2em auto;padding:0 1em}"
    "h1{font-size:1.5em;margin-bottom:.2em}h2{font-size:1.15em;margin:1.8em 0 .2em}svg{width:100%;height:auto}"
    "svg text{font-size:12px;fill:#4a505c}svg .label{font-size:13px}svg .mark{fill:#b00020;font-weight:600}"
    ".grid{stroke:#dfe2e8;fill:none}.axis{stroke:#4a505c}.budget{stroke:#b00020;stroke-width:1.5;stroke-dasharray:6 4}"
    ".plan{stroke:#0072b2;stroke-width:2;fill:none}.bound{stroke:#8a8f98;stroke-width:2;fill:none;stroke-dasharray:4 3}"
    ".plan-dots{fill:#0072b2}.forbidden{fill:#f3e3e3}.arena rect{stroke:#fff;stroke-width:.3}"
    ".legend span{margin-right:1.4em;white-space:nowrap}.legend i{display:inline-block;width:.9em;height:.9em;"
    "margin-right:.4em;border-radius:2px;vertical-align:-.08em}table{border-collapse:collapse;margin:.8em 0}"
    "td{padding:.15em 1.6em .15em 0}td+td{font-variant-numeric:tabular-nums}p{margin:.3em 0}.quiet{color:#5b616d}"
    "</style>\n";

std::string table(const ReportData &data) {
  auto row = [](const std::string &name, const std::string &value) {
    return "<tr><td>" + name + "</td><td>" + value + "</td></tr>\n";
  };
  auto percent = [&](uint64_t bytes) {
    return data.recordedPeak ? text(" (%.1f %% of recorded)", 100 * double(bytes) / double(data.recordedPeak)) : "";
  };
  return "<table>" + row("Budget", megabytes(data.budget) + percent(data.budget)) +
         row("Peak of the plan", megabytes(data.peak) + percent(data.peak)) +
         row("Arena after placement",
             megabytes(data.arenaHeight) +
                 text(" (%.2f %% above the peak)",
                      100 * (double(data.arenaHeight) / double(std::max<uint64_t>(data.peak, 1)) - 1))) +
         row("Recorded peak", megabytes(data.recordedPeak)) +
         row("No plan fits below", megabytes(data.smallestBudget) + percent(data.smallestBudget)) +
         row("Time added",
             text("%.2f %%; no plan adds less than %.2f %%", (data.time - 1) * 100, (data.bound - 1) * 100)) +
         row("Runs repeated", std::to_string(data.repeatedRuns)) + "</table>\n";
}

} // namespace

std::string writeReport(const Graph &graph, const ReportData &data) {
  std::string html = "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>" + escape(data.name) +
                     ": memory plan</title>\n" + style + "</head><body>\n<h1>" + escape(data.name) +
                     ": memory plan</h1>\n" + table(data);
  if (!data.operation.empty() && data.start.back() > 0) {
    html += "<h2>Who holds the bytes</h2>\n" + legend(data) + timeline(data);
    html += "<h2>What a smaller budget costs</h2>\n" + front(data);
    html += "<h2>The arena</h2>\n<p class=\"quiet\">Every buffer from its making to its last use, where it lies. Hover "
            "to see which "
            "it is.</p>\n" +
            legend(data) + arena(graph, data);
  }
  return html + "</body></html>\n";
}

} // namespace neap::tools
