// RUN: not neap-opt %s --neap-lower-kernels --split-input-file 2>&1 | FileCheck %s

// CHECK: has no places: expected a module at stage planned
func.func @unplanned(%x: tensor<4xf32> {neap.place = 0 : i64}) -> tensor<4xf32> {
  %y = neap.kernel "k" (%a = %x) : (tensor<4xf32>) -> tensor<4xf32> #neap.generated {
    %v = neap.exp %a : tensor<4xf32>
    neap.yield %v : tensor<4xf32>
  }
  return %y : tensor<4xf32>
}

// -----

// CHECK: argument 0 has no 'neap.place': expected a module at stage planned
func.func @argument_without_place(%x: tensor<4xf32>) -> tensor<4xf32> {
  return %x : tensor<4xf32>
}

// -----

// CHECK: stands outside of a kernel: expected a module at stage planned
func.func @op_outside(%x: tensor<4xf32> {neap.place = 0 : i64}) -> tensor<4xf32> {
  %y = neap.exp %x : tensor<4xf32>
  return %y : tensor<4xf32>
}
