//===- CPUBackend.cpp - Code for x86-64 and other CPUs --------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The pass pipeline, LLVM's optimizer and its code generator for one processor.
//
//===----------------------------------------------------------------------===//

#include "neap/Codegen/CPU/CPUBackend.h"

#include "ProgramEmitter.h"

#include "neap/Codegen/CPU/OneDNN.h"
#include "neap/Codegen/CPU/Passes.h"
#include "neap/Dialect/Neap/IR/Neap.h"

#include "mlir/Conversion/ArithToLLVM/ArithToLLVM.h"
#include "mlir/Conversion/ControlFlowToLLVM/ControlFlowToLLVM.h"
#include "mlir/Conversion/FuncToLLVM/ConvertFuncToLLVMPass.h"
#include "mlir/Conversion/IndexToLLVM/IndexToLLVM.h"
#include "mlir/Conversion/MathToLLVM/MathToLLVM.h"
#include "mlir/Conversion/MathToLibm/MathToLibm.h"
#include "mlir/Conversion/ReconcileUnrealizedCasts/ReconcileUnrealizedCasts.h"
#include "mlir/Conversion/SCFToControlFlow/SCFToControlFlow.h"
#include "mlir/Dialect/Math/Transforms/Passes.h"
#include "mlir/Pass/PassRegistry.h"
#include "mlir/Target/LLVMIR/Dialect/Builtin/BuiltinToLLVMIRTranslation.h"
#include "mlir/Target/LLVMIR/Dialect/LLVMIR/LLVMToLLVMIRTranslation.h"
#include "mlir/Transforms/Passes.h"

#include "llvm/IR/LegacyPassManager.h"
#include "llvm/MC/MCSubtargetInfo.h"
#include "llvm/MC/TargetRegistry.h"
#include "llvm/Passes/PassBuilder.h"
#include "llvm/Support/SmallVectorMemoryBuffer.h"
#include "llvm/Support/TargetSelect.h"
#include "llvm/Target/TargetMachine.h"
#include "llvm/Target/TargetOptions.h"
#include "llvm/TargetParser/Host.h"

using namespace mlir;
using namespace neap;

void neap::cpu::populateLowerKernelsPipeline(OpPassManager &passes) {
  passes.addPass(createLowerKernelsPass());
  // bf16 and f16 before the approximations, which know f32 only.
  passes.addPass(math::createMathExtendToSupportedTypes());
  passes.addPass(createApproximateMathPass());
  passes.addPass(createSCFToControlFlowPass());
  passes.addPass(createConvertMathToLLVMPass());
  passes.addPass(createConvertMathToLibmPass());
  passes.addPass(createArithToLLVMConversionPass());
  passes.addPass(createConvertIndexToLLVMPass());
  passes.addPass(createConvertControlFlowToLLVMPass());
  passes.addPass(createConvertFuncToLLVMPass());
  passes.addPass(createReconcileUnrealizedCastsPass());
}

void neap::registerCPUCodegenPasses() {
  cpu::registerNeapCPUPasses();
  static PassPipelineRegistration<> pipeline("neap-lower-kernels-to-llvm", "Stage planned to stage llvm (CPU)",
                                             cpu::populateLowerKernelsPipeline);
}

namespace {

class CPUBackend : public TargetBackend {
public:
  CPUBackend(std::unique_ptr<llvm::TargetMachine> machine, const CPUOptions &options)
      : machine(std::move(machine)), level(options.optimizationLevel), libraries(options.libraries) {}

  StringRef getKind() const override { return "cpu"; }
  StringRef getCPU() const override { return machine->getTargetCPU(); }
  StringRef getFeatures() const override { return machine->getTargetFeatureString(); }

  void registerKernels(DialectRegistry &registry) const override {
    registerLowerings(registry);
    if (libraries)
      registerOneDNNKernels(registry);
    registerBuiltinDialectTranslation(registry);
    registerLLVMDialectTranslation(registry);
  }

  void populateLowerKernels(OpPassManager &passes) const override { cpu::populateLowerKernelsPipeline(passes); }

  FailureOr<std::string> emit(ModuleOp module, EmitKind kind) const override;

private:
  void setFunctionAttributes(llvm::Module &module) const;
  void optimize(llvm::Module &module) const;

  std::unique_ptr<llvm::TargetMachine> machine;
  unsigned level;
  bool libraries;
};

} // namespace

void CPUBackend::setFunctionAttributes(llvm::Module &module) const {
  for (llvm::Function &function : module) {
    if (function.isDeclaration())
      continue;
    function.addFnAttr(llvm::Attribute::NoUnwind);
    function.addFnAttr("target-cpu", machine->getTargetCPU());
    function.addFnAttr("target-features", machine->getTargetFeatureString());
    // LLVM prefers 256 bits on some processors that do well with 512.
    function.addFnAttr("prefer-vector-width", "512");
    function.addFnAttr("no-trapping-math", "true");
  }
}

void CPUBackend::optimize(llvm::Module &module) const {
  llvm::LoopAnalysisManager loops;
  llvm::FunctionAnalysisManager functions;
  llvm::CGSCCAnalysisManager components;
  llvm::ModuleAnalysisManager modules;
  llvm::PipelineTuningOptions tuning;
  tuning.LoopVectorization = tuning.SLPVectorization = level > 1;
  llvm::PassBuilder builder(machine.get(), tuning);
  builder.registerModuleAnalyses(modules);
  builder.registerCGSCCAnalyses(components);
  builder.registerFunctionAnalyses(functions);
  builder.registerLoopAnalyses(loops);
  builder.crossRegisterProxies(loops, functions, components, modules);
  static const llvm::OptimizationLevel levels[] = {llvm::OptimizationLevel::O0, llvm::OptimizationLevel::O1,
                                                   llvm::OptimizationLevel::O2, llvm::OptimizationLevel::O3};
  builder.buildPerModuleDefaultPipeline(levels[std::min(level, 3u)]).run(module, modules);
}

FailureOr<std::string> CPUBackend::emit(ModuleOp module, EmitKind kind) const {
  llvm::LLVMContext context;
  std::unique_ptr<llvm::Module> program = cpu::translateProgram(module, context);
  if (!program)
    return failure();
  program->setTargetTriple(machine->getTargetTriple());
  program->setDataLayout(machine->createDataLayout());
  setFunctionAttributes(*program);
  optimize(*program);
  std::string text;
  if (kind == EmitKind::LLVMIR) {
    llvm::raw_string_ostream stream(text);
    program->print(stream, nullptr);
    return text;
  }
  llvm::SmallVector<char> bytes;
  llvm::raw_svector_ostream stream(bytes);
  llvm::legacy::PassManager codegen;
  auto type = kind == EmitKind::Object ? llvm::CodeGenFileType::ObjectFile : llvm::CodeGenFileType::AssemblyFile;
  if (machine->addPassesToEmitFile(codegen, stream, nullptr, type)) {
    module.emitError("this target writes no such file");
    return failure();
  }
  codegen.run(*program);
  return std::string(bytes.begin(), bytes.end());
}

/// "+a,-b,…" of the processor we run on.
static std::string hostFeatures() {
  llvm::SmallVector<std::string> features;
  for (const auto &feature : llvm::sys::getHostCPUFeatures())
    features.push_back((feature.second ? "+" : "-") + feature.first().str());
  llvm::sort(features);
  return llvm::join(features, ",");
}

std::unique_ptr<TargetBackend> neap::createCPUBackend(const CPUOptions &options, std::string &message) {
  llvm::InitializeNativeTarget();
  llvm::InitializeNativeTargetAsmPrinter();
  llvm::Triple triple(llvm::sys::getDefaultTargetTriple());
  const llvm::Target *target = llvm::TargetRegistry::lookupTarget(triple, message);
  if (!target)
    return nullptr;
  bool native = options.cpu == "native";
  std::string name = native ? llvm::sys::getHostCPUName().str() : options.cpu;
  std::string features = native ? hostFeatures() : "";
  std::unique_ptr<llvm::MCSubtargetInfo> probe(target->createMCSubtargetInfo(triple, "", ""));
  if (!probe->isCPUStringValid(name)) {
    message = "unknown processor '" + name + "': expected 'native' or a name that LLVM knows, such as x86-64-v3";
    return nullptr;
  }
  auto level = options.optimizationLevel == 0   ? llvm::CodeGenOptLevel::None
               : options.optimizationLevel == 1 ? llvm::CodeGenOptLevel::Less
               : options.optimizationLevel == 2 ? llvm::CodeGenOptLevel::Default
                                                : llvm::CodeGenOptLevel::Aggressive;
  std::unique_ptr<llvm::TargetMachine> machine(target->createTargetMachine(
      triple, name, features, llvm::TargetOptions(), llvm::Reloc::PIC_, std::nullopt, level));
  return std::make_unique<CPUBackend>(std::move(machine), options);
}
