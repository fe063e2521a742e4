// RUN: neap-opt %s --neap-differentiate='loss=mse optimizer=adamw,weight-decay=0.5 no-decay="*.bias;norm*"' | FileCheck %s

// CHECK-LABEL: func.func @step
// CHECK-NOT: weight_decay
// CHECK: weight_decay = 5.000000e-01
// CHECK-NOT: weight_decay
// CHECK-LABEL: func.func @evaluate
module attributes {neap.stage = "canonical"} {
  neap.global @fc.bias parameter trained : tensor<3xf32> = #neap.zero
  neap.global @fc.weight parameter trained : tensor<3xf32> = #neap.zero
  func.func @forward(%x: tensor<3xf32> {neap.bind = #neap.bind<data, "x">},
                     %b: tensor<3xf32> {neap.bind = #neap.bind<global, "fc.bias">},
                     %w: tensor<3xf32> {neap.bind = #neap.bind<global, "fc.weight">})
      -> (tensor<3xf32> {neap.bind = #neap.bind<output, "y">}) {
    %a = neap.mul %x, %w : tensor<3xf32>
    %y = neap.add %a, %b : tensor<3xf32>
    return %y : tensor<3xf32>
  }
}
