//===- PlanPage.cpp - A plan as one HTML page -----------------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One self-contained page, no script: for every function of the program the bytes
// by owner over its kernels as SVG, with the peak marked, then the plan's text.
//
//===----------------------------------------------------------------------===//

#include "PlanText.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/Path.h"

using namespace neap;
using llvm::formatv;
using llvm::StringRef;
namespace json = llvm::json;

/// Text of an HTML element or attribute.
static std::string escape(StringRef text) {
  std::string safe;
  llvm::raw_string_ostream stream(safe);
  llvm::printHTMLEscaped(text, stream);
  return safe;
}

static constexpr std::pair<llvm::StringLiteral, llvm::StringLiteral> ownerColours[] = {{"inputs", "#7a869a"},
                                                                                       {"activations", "#2f6fab"},
                                                                                       {"gradients", "#c2571a"},
                                                                                       {"workspace", "#8a6d1d"},
                                                                                       {"temporaries", "#5b8c5a"}};
static constexpr llvm::StringLiteral globalsColour = "#d5d9e0";

namespace {

/// Bytes by owner over the kernels of one function, as a stacked area with axes.
class Timeline {
public:
  Timeline(const json::Object &function, int64_t globals)
      : function(function), kernels(*function.getArray("timeline")), globals(globals),
        most(std::max<int64_t>(integer(function, "peak"), 1)), step(width / std::max<size_t>(kernels.size(), 1)) {}

  std::string draw() {
    svg = formatv("<svg viewBox=\"0 0 {0} {1}\" role=\"img\" aria-label=\"bytes by owner\">\n", left + width,
                  top + height + bottom);
    drawGrid();
    drawRect(0, width, 0, globals, globalsColour, "globals: " + sizeText(globals));
    for (size_t i = 0; i < kernels.size(); ++i)
      drawKernel(i);
    drawPeak();
    return svg + "</svg>\n" + legend();
  }

private:
  static constexpr double left = 84, top = 22, width = 900, height = 300, bottom = 26;

  double yOf(double bytes) const { return top + height - height * bytes / most; }

  void drawText(double x, double y, StringRef anchor, const std::string &text) {
    svg += formatv("<text x=\"{0:F1}\" y=\"{1:F1}\" text-anchor=\"{2}\">{3}</text>\n", x, y, anchor, escape(text));
  }
  void drawLine(double y, StringRef style) {
    svg += formatv("<line x1=\"{0}\" x2=\"{1}\" y1=\"{2:F1}\" y2=\"{2:F1}\" class=\"{3}\"/>\n", left, left + width, y,
                   style);
  }
  void drawRect(double x, double w, double from, double bytes, StringRef colour, const std::string &title) {
    svg += formatv("<rect x=\"{0:F2}\" y=\"{1:F2}\" width=\"{2:F2}\" height=\"{3:F2}\" fill=\"{4}\"><title>{5}</title>"
                   "</rect>\n",
                   left + x, yOf(from + bytes), w, height * bytes / most, colour, escape(title));
  }

  /// Lines at a power of two of bytes, four to eight of them.
  void drawGrid() {
    int64_t unit = 1;
    while (most / unit >= 8)
      unit *= 2;
    for (int64_t bytes = 0; bytes <= most; bytes += unit) {
      drawLine(yOf(bytes), "grid");
      // The peak's own label stands at the top.
      if (yOf(bytes) > top + 14)
        drawText(left - 6, yOf(bytes) + 4, "end", sizeText(bytes));
    }
    drawText(left, top + height + 18, "start", "kernel 1");
    drawText(left + width, top + height + 18, "end", "kernel " + std::to_string(kernels.size()));
  }

  void drawKernel(size_t index) {
    const json::Object &kernel = *kernels[index].getAsObject();
    double below = globals;
    for (auto [owner, colour] : ownerColours) {
      int64_t bytes = integer(*kernel.getObject("owners"), owner);
      if (bytes <= 0)
        continue;
      used.insert(owner);
      // A hair wider than the step, so that no seam shows between neighbours.
      drawRect(index * step, step + 0.3, below, bytes, colour,
               (kernel.getString("kernel").value_or("") + ": " + owner + " " + sizeText(bytes)).str());
      below += bytes;
    }
  }

  void drawPeak() {
    drawLine(yOf(most), "peak");
    drawText(left - 6, yOf(most) + 4, "end", sizeText(most));
    drawText(left + width, top - 6, "end", ("peak at '" + function.getString("peakKernel").value_or("") + "'").str());
  }

  std::string legend() const {
    std::string text = "<p>";
    for (auto [owner, colour] : ownerColours)
      if (used.contains(owner))
        text += formatv("<span style=\"color:{0}\">&#9632;</span> {1} &nbsp; ", colour, owner);
    return text + formatv("<span style=\"color:{0}\">&#9632;</span> parameters, optimizer and other state</p>\n",
                          globalsColour)
                      .str();
  }

  const json::Object &function;
  const json::Array &kernels;
  int64_t globals, most;
  double step;
  std::string svg;
  llvm::StringSet<> used;
};

} // namespace

std::string neap::planPage(const json::Object &report) {
  const json::Object &arena = *report.getObject("plan");
  StringRef model = report.getString("model").value_or("the model");
  std::string page =
      formatv("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Memory plan of {0}</title>\n"
              "<style>body{{font:14px/1.5 sans-serif;max-width:1000px;margin:2em auto;color:#222}"
              "svg{{width:100%;font-size:12px;fill:#444}.grid{{stroke:#e3e6ea}.peak{{stroke:#b00;stroke-dasharray:4 3}"
              "pre{{background:#f4f5f7;padding:1em;overflow:auto;font-size:12px}</style></head><body>\n"
              "<h1>Memory plan of {0}</h1>\n<p>{1}</p>\n",
              escape(llvm::sys::path::filename(model)), escape(model));
  int64_t globals = integer(arena, "bytes") - integer(*arena.getObject("owners"), "transient");
  for (const auto &[name, function] : functionsByPeak(arena))
    page += formatv("<h2>{0}</h2>\n", escape(name)).str() + Timeline(*function, globals).draw();
  std::string text;
  llvm::raw_string_ostream stream(text);
  printPlan(stream, report, false);
  return page + "<pre>" + escape(text) + "</pre>\n</body></html>\n";
}
