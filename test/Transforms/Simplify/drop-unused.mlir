// RUN: neap-opt %s --neap-to-canonical | FileCheck %s

// A constant that folds away leaves no global and no argument behind.

// CHECK: neap.stage = "canonical"
// CHECK-NOT: @unread
// CHECK: neap.global @w
// CHECK-NOT: @unread
// CHECK: func.func @forward(%{{.*}}: tensor<3xf32> {neap.bind = #neap.bind<data, "x">}, %{{.*}}: tensor<3xf32> {neap.bind = #neap.bind<global, "w">})
module attributes {neap.stage = "forward"} {
  neap.global @unread constant : tensor<3xf32> = #neap.zero
  neap.global @w parameter trained : tensor<3xf32> = #neap.zero
  func.func @forward(%x: tensor<3xf32> {neap.bind = #neap.bind<data, "x">},
                     %u: tensor<3xf32> {neap.bind = #neap.bind<global, "unread">},
                     %w: tensor<3xf32> {neap.bind = #neap.bind<global, "w">})
      -> (tensor<3xf32> {neap.bind = #neap.bind<output, "y">}) {
    %dead = neap.exp %u : tensor<3xf32>
    %y = neap.mul %x, %w : tensor<3xf32>
    return %y : tensor<3xf32>
  }
}
