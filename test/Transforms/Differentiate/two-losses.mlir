// RUN: neap-opt %s --neap-differentiate='loss="softmax-cross-entropy,output=a,target=label;mse,output=b,target=value,scale=0.5"' | FileCheck %s

// CHECK: losses = [{{.*}}kind = "softmax-cross-entropy"{{.*}}target = "label"}, {{.*}}kind = "mse"{{.*}}scale = 5.000000e-01 : f64, target = "value"}]
// CHECK-LABEL: func.func @step
// CHECK-SAME: tensor<2xi64> {neap.bind = #neap.bind<target, "label">}
// CHECK-SAME: tensor<2x3xf32> {neap.bind = #neap.bind<target, "value">}
// CHECK: neap.softmax_cross_entropy
// CHECK: neap.mse
// CHECK: %[[TOTAL:.*]] = neap.add {{.*}} : tensor<f32>
// CHECK: return %[[TOTAL]]
// CHECK-LABEL: func.func @evaluate
// CHECK-SAME: #neap.bind<loss_sum, "loss0">
// CHECK-SAME: #neap.bind<loss_weight, "loss0">
// CHECK-SAME: #neap.bind<loss_sum, "loss1">
// CHECK-SAME: #neap.bind<loss_weight, "loss1">
module attributes {neap.stage = "canonical"} {
  neap.global @w parameter trained : tensor<2x3xf32> = #neap.zero
  func.func @forward(%x: tensor<2x3xf32> {neap.bind = #neap.bind<data, "x">},
                     %w: tensor<2x3xf32> {neap.bind = #neap.bind<global, "w">})
      -> (tensor<2x3xf32> {neap.bind = #neap.bind<output, "a">}, tensor<2x3xf32> {neap.bind = #neap.bind<output, "b">}) {
    %a = neap.mul %x, %w : tensor<2x3xf32>
    %b = neap.exp %a : tensor<2x3xf32>
    return %a, %b : tensor<2x3xf32>, tensor<2x3xf32>
  }
}
