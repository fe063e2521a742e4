//===- NeapAttributes.td - Attributes: bindings, weight files, implementations -*- tablegen -*- ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_DIALECT_NEAP_IR_NEAPATTRIBUTES_TD
#define NEAP_DIALECT_NEAP_IR_NEAPATTRIBUTES_TD

include "neap/Dialect/Neap/IR/NeapBase.td"

class Neap_Attr<string name, string attrMnemonic> : AttrDef<NeapDialect, name> { let mnemonic = attrMnemonic; }

def Neap_RoleAttr : I32EnumAttr<"Role", "what a global is to the program", [
    I32EnumAttrCase<"Parameter", 0, "parameter">,     // an initializer of the model, trained or frozen
    I32EnumAttrCase<"State", 1, "state">,             // running statistics: written back every step
    I32EnumAttrCase<"Optimizer", 2, "optimizer">,     // a moment; named <parameter>/<slot>
    I32EnumAttrCase<"Accumulator", 3, "accumulator">, // a gradient sum; named <parameter>/grad
    I32EnumAttrCase<"Constant", 4, "constant">,       // never written
    I32EnumAttrCase<"Control", 5, "control">          // learning_rate, step, seed, microbatch
  ]> { let cppNamespace = "::neap"; }

def Neap_BindKindAttr : I32EnumAttr<"BindKind", "what a function argument or result is bound to", [
    I32EnumAttrCase<"Data", 0, "data">,              // argument: an array of the data, named as the graph input
    I32EnumAttrCase<"Target", 1, "target">,          // argument: an array of the data that a loss compares with
    I32EnumAttrCase<"Global", 2, "global">,          // argument: read; result: written back. Named as the neap.global
    I32EnumAttrCase<"Output", 3, "output">,          // result: a graph output
    I32EnumAttrCase<"Loss", 4, "loss">,              // result: total loss of the batch
    I32EnumAttrCase<"LossSum", 5, "loss_sum">,       // result: per sample, see docs/ProgramFormat.md
    I32EnumAttrCase<"LossWeight", 6, "loss_weight">, // result: per sample
    I32EnumAttrCase<"Gradient", 7, "gradient">       // result: gradient of the named parameter before clipping
  ]> { let cppNamespace = "::neap"; }

def Neap_BindAttr : Neap_Attr<"Bind", "bind"> {
  let summary = "what a function argument or result is bound to";
  let description = [{ On every argument and result of a program function, under the name `neap.bind`: `#neap.bind<global, "conv.weight">`. }];
  let parameters = (ins EnumParameter<Neap_BindKindAttr>:$kind, StringRefParameter<"name">:$name);
  let assemblyFormat = "`<` $kind `,` $name `>`";
}

def Neap_FileAttr : Neap_Attr<"File", "file"> {
  let summary = "initial bytes of a global: a range of a file";
  let description = [{ Row-major little-endian data, mapped when the program is written; weights never enter the IR. }];
  let parameters = (ins StringRefParameter<"path">:$path, "uint64_t":$offset, "uint64_t":$size);
  let assemblyFormat = "`<` $path `,` $offset `,` $size `>`";
}

def Neap_ZeroAttr : Neap_Attr<"Zero", "zero"> { let summary = "a global that starts as zeros"; }

/// Where a kernel's code comes from.
def Neap_GeneratedAttr : Neap_Attr<"Generated", "generated"> { let summary = "generated loops"; }

def Neap_LibraryAttr : Neap_Attr<"Library", "library"> {
  let summary = "one library call";
  let description = [{
    `symbol` names the `neap_library_kernel` that the runtime library defines, `config` is its configuration,
    `order` lists kernel operands (0 … n-1) then results (n …) in argument order, `workspace` its scratch bytes.
  }];
  let parameters = (ins StringRefParameter<"symbol">:$symbol, ArrayRefParameter<"int64_t">:$config,
                        ArrayRefParameter<"int64_t">:$order, "uint64_t":$workspace);
  let assemblyFormat = "`<` $symbol `,` `config` `=` `[` $config `]` `,` `order` `=` `[` $order `]` `,` `workspace` `=` $workspace `>`";
}

#endif // NEAP_DIALECT_NEAP_IR_NEAPATTRIBUTES_TD
