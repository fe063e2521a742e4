// RUN: neap-opt %s --canonicalize --cse | FileCheck %s

// Nothing here is an identity to the last bit: over one element, softmax is 1 but for NaN and infinity, which stay NaN.
// CHECK-LABEL: func.func @over_one_element
// CHECK: neap.softmax
// CHECK: neap.log_softmax
func.func @over_one_element(%x: tensor<4x1xf32>) -> tensor<4x1xf32> {
  %0 = neap.softmax %x {axis = 1 : i64} : (tensor<4x1xf32>) -> tensor<4x1xf32>
  %1 = neap.log_softmax %0 {axis = 1 : i64} : (tensor<4x1xf32>) -> tensor<4x1xf32>
  return %1 : tensor<4x1xf32>
}

// What no one reads goes, running statistics included; equal ops are one.
// CHECK-LABEL: func.func @pure
// CHECK-SAME: %[[X:.*]]: tensor<4x3xf32>, %[[S:.*]]: tensor<3xf32>
// CHECK-NEXT: %[[Y:.*]] = neap.lp_normalization %[[X]]
// CHECK-NEXT: return %[[Y]], %[[Y]]
func.func @pure(%x: tensor<4x3xf32>, %s: tensor<3xf32>) -> (tensor<4x3xf32>, tensor<4x3xf32>) {
  %a:5 = neap.batch_norm %x, %s, %s, %s, %s {epsilon = 1.0e-5, momentum = 0.9}
      : (tensor<4x3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>)
      -> (tensor<4x3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>)
  %b = neap.lrn %x {size = 3 : i64, alpha = 1.0e-4, beta = 0.75, bias = 1.0} : (tensor<4x3xf32>) -> tensor<4x3xf32>
  %c = neap.lp_normalization %x {axis = 1 : i64, p = 2 : i64} : (tensor<4x3xf32>) -> tensor<4x3xf32>
  %d = neap.lp_normalization %x {axis = 1 : i64, p = 2 : i64} : (tensor<4x3xf32>) -> tensor<4x3xf32>
  return %c, %d : tensor<4x3xf32>, tensor<4x3xf32>
}
