// RUN: neap-opt %s --neap-form-kernels --neap-plan-memory | FileCheck %s

// A function whose arguments and results are bound to nothing is planned like any other.
// CHECK: neap.arena_bytes = 64
// CHECK-LABEL: func.func @unbound
// CHECK-SAME: neap.place = 0
// CHECK: neap.kernel "relu"
// CHECK-SAME: places [0]
func.func @unbound(%x: tensor<4xf32>) -> tensor<4xf32> {
  %y = neap.relu %x : tensor<4xf32>
  return %y : tensor<4xf32>
}
