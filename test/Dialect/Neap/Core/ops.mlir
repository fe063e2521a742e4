// RUN: neap-opt %s | neap-opt | FileCheck %s

// CHECK: neap.global @conv.weight parameter trained : tensor<2x3xf32> = #neap.file<"m.onnx", 1064, 24>
neap.global @"conv.weight" parameter trained : tensor<2x3xf32> = #neap.file<"m.onnx", 1064, 24>
// CHECK: neap.global @"conv.weight/momentum" optimizer : tensor<2x3xf32> = #neap.zero at 128
neap.global @"conv.weight/momentum" optimizer : tensor<2x3xf32> = #neap.zero at 128
// CHECK: neap.global @table constant : tensor<2xi64> = dense<[1, 2]> : tensor<2xi64>
neap.global @table constant : tensor<2xi64> = dense<[1, 2]> : tensor<2xi64>
// CHECK: neap.global @step control : tensor<i64>
neap.global @step control : tensor<i64>

// A kernel sees its operands under names of its own.
// CHECK-LABEL: func.func @kernels
// CHECK-SAME: %[[X:[a-z0-9]+]]: tensor<4xf32> {neap.bind = #neap.bind<data, "x">, neap.place = 64 : i64}
// CHECK-SAME: -> (tensor<4xf32> {neap.bind = #neap.bind<output, "y">})
// CHECK: %[[ONE:.*]] = neap.kernel "ones" () : () -> tensor<4xf32> #neap.generated places [0] {
// CHECK-NEXT: %[[C:.*]] = neap.constant dense<1.000000e+00> : tensor<4xf32>
// CHECK-NEXT: neap.yield %[[C]] : tensor<4xf32>
// CHECK-NEXT: }
// CHECK: neap.kernel "sum" (%[[A:.*]] = %[[X]], %[[B:.*]] = %[[ONE]]) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
// CHECK-SAME: #neap.library<"neap_add", config = [1, 2], order = [0, 1, 2], workspace = 640> in_place [0, 1] places [0, 64] {
// CHECK-NEXT: neap.add %[[A]], %[[B]]
func.func @kernels(%x: tensor<4xf32> {neap.bind = #neap.bind<data, "x">, neap.place = 64})
    -> (tensor<4xf32> {neap.bind = #neap.bind<output, "y">}) {
  %one = neap.kernel "ones" () : () -> tensor<4xf32> #neap.generated places [0] {
    %c = neap.constant dense<1.0> : tensor<4xf32>
    neap.yield %c : tensor<4xf32>
  }
  %y = neap.kernel "sum" (%a = %x, %b = %one) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
      #neap.library<"neap_add", config = [1, 2], order = [0, 1, 2], workspace = 640> in_place [0, 1] places [0, 64] {
    %0 = neap.add %a, %b : tensor<4xf32>
    neap.yield %0 : tensor<4xf32>
  }
  return %y : tensor<4xf32>
}

// CHECK: neap.program @step_program {
// CHECK-NEXT: neap.launch "conv1.relu" generated @kernel offsets [0, 4096] extent 64 grain 4
// CHECK-NEXT: neap.launch "conv1" library "neap_onednn_convolution_forward" offsets [0, 4096, 8192] config [1, 2] workspace 640
neap.program @step_program {
  neap.launch "conv1.relu" generated @kernel offsets [0, 4096] extent 64 grain 4
  neap.launch "conv1" library "neap_onednn_convolution_forward" offsets [0, 4096, 8192] config [1, 2] workspace 640
}
