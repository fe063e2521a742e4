// RUN: neap-opt %s | neap-opt | FileCheck %s

// CHECK-LABEL: func.func @two_operands
func.func @two_operands(%a: tensor<2x3xf32>, %b: tensor<2x3xf32>) -> tensor<2x3xf32> {
  // CHECK: neap.add %{{.*}}, %{{.*}} : tensor<2x3xf32>
  %0 = neap.add %a, %b : tensor<2x3xf32>
  %1 = neap.sub %0, %b : tensor<2x3xf32>
  %2 = neap.mul %1, %b : tensor<2x3xf32>
  %3 = neap.div %2, %b : tensor<2x3xf32>
  %4 = neap.pow %3, %b : tensor<2x3xf32>
  %5 = neap.max %4, %b : tensor<2x3xf32>
  %6 = neap.min %5, %b : tensor<2x3xf32>
  // CHECK: neap.mod %{{.*}}, %{{.*}} {fmod} : tensor<2x3xf32>
  %7 = neap.mod %6, %b {fmod} : tensor<2x3xf32>
  // CHECK: neap.prelu
  %8 = neap.prelu %7, %b : tensor<2x3xf32>
  return %8 : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @one_operand
func.func @one_operand(%x: tensor<4xf64>) -> tensor<4xf64> {
  %neg = neap.neg %x : tensor<4xf64>
  %abs = neap.abs %neg : tensor<4xf64>
  %sqrt = neap.sqrt %abs : tensor<4xf64>
  %log = neap.log %sqrt : tensor<4xf64>
  %exp = neap.exp %log : tensor<4xf64>
  %reciprocal = neap.reciprocal %exp : tensor<4xf64>
  %erf = neap.erf %reciprocal : tensor<4xf64>
  %floor = neap.floor %erf : tensor<4xf64>
  %ceil = neap.ceil %floor : tensor<4xf64>
  %round = neap.round %ceil : tensor<4xf64>
  // CHECK: neap.sign %{{.*}} : tensor<4xf64>
  %sign = neap.sign %round : tensor<4xf64>
  return %sign : tensor<4xf64>
}

// CHECK-LABEL: func.func @integers
func.func @integers(%a: tensor<4xi64>, %b: tensor<4xi64>) -> tensor<4xi64> {
  %0 = neap.div %a, %b : tensor<4xi64>
  // CHECK: neap.mod %{{.*}}, %{{.*}} : tensor<4xi64>
  %1 = neap.mod %0, %b : tensor<4xi64>
  %2 = neap.and %1, %b : tensor<4xi64>
  %3 = neap.relu %2 : tensor<4xi64>
  return %3 : tensor<4xi64>
}

// CHECK-LABEL: func.func @choice
func.func @choice(%a: tensor<4xbf16>, %b: tensor<4xbf16>) -> tensor<4xbf16> {
  // CHECK: neap.greater_equal %{{.*}}, %{{.*}} : tensor<4xbf16> -> tensor<4xi1>
  %0 = neap.greater_equal %a, %b : tensor<4xbf16> -> tensor<4xi1>
  // CHECK: neap.is_inf %{{.*}} {detect_negative = false} : tensor<4xbf16> -> tensor<4xi1>
  %1 = neap.is_inf %a {detect_negative = false} : tensor<4xbf16> -> tensor<4xi1>
  %2 = neap.xor %0, %1 : tensor<4xi1>
  // CHECK: neap.where %{{.*}}, %{{.*}}, %{{.*}} : tensor<4xi1>, tensor<4xbf16>
  %3 = neap.where %2, %a, %b : tensor<4xi1>, tensor<4xbf16>
  return %3 : tensor<4xbf16>
}

// CHECK-LABEL: func.func @conversions
func.func @conversions(%x: tensor<4xf32>) -> tensor<4xi1> {
  // CHECK: neap.cast %{{.*}} {to = i32} : tensor<4xf32> -> tensor<4xi32>
  %0 = neap.cast %x {to = i32} : tensor<4xf32> -> tensor<4xi32>
  %1 = neap.cast %0 {to = f16} : tensor<4xi32> -> tensor<4xf16>
  // CHECK: neap.cast %{{.*}} {to = i1} : tensor<4xf16> -> tensor<4xi1>
  %2 = neap.cast %1 {to = i1} : tensor<4xf16> -> tensor<4xi1>
  return %2 : tensor<4xi1>
}

// CHECK-LABEL: func.func @activations
func.func @activations(%x: tensor<4xf32>) -> tensor<4xf32> {
  %0 = neap.relu %x : tensor<4xf32>
  // CHECK: neap.leaky_relu %{{.*}} {alpha = 2.000000e-01 : f64} : tensor<4xf32>
  %1 = neap.leaky_relu %0 {alpha = 0.2 : f64} : tensor<4xf32>
  // CHECK: neap.clip %{{.*}} {max = 6.000000e+00 : f64, min = 0.000000e+00 : f64} : tensor<4xf32>
  %2 = neap.clip %1 {min = 0.0 : f64, max = 6.0 : f64} : tensor<4xf32>
  // CHECK: neap.gelu %{{.*}} {approximate = "tanh"} : tensor<4xf32>
  %3 = neap.gelu %2 {approximate = "tanh"} : tensor<4xf32>
  // CHECK: neap.selu %{{.*}} : tensor<4xf32>
  %4 = neap.selu %3 : tensor<4xf32>
  return %4 : tensor<4xf32>
}
