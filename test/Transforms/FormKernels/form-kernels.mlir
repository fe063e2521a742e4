// RUN: neap-opt %s --neap-form-kernels=threads=2 | FileCheck %s

// CHECK: neap.stage = "kernels"

// CHECK-LABEL: func.func @elementwise_chain
// CHECK: neap.kernel "relu" {{.*}} #neap.generated in_place [0, 0, 0, 1]
// CHECK-NOT: neap.kernel
// CHECK: return
func.func @elementwise_chain(%x: tensor<8x64xf32> {neap.bind = #neap.bind<data, "x">},
                             %y: tensor<8x64xf32> {neap.bind = #neap.bind<data, "y">})
    -> (tensor<8x64xf32> {neap.bind = #neap.bind<output, "z">}) {
  %a = neap.mul %x, %y : tensor<8x64xf32>
  %b = neap.add %a, %x : tensor<8x64xf32>
  %c = neap.relu %b : tensor<8x64xf32>
  return %c : tensor<8x64xf32>
}

// Two reductions per row and what reads them: one pass of rows.
// CHECK-LABEL: func.func @softmax
// CHECK: neap.kernel
// CHECK-NOT: neap.kernel
// CHECK: return
func.func @softmax(%x: tensor<300x700xf32> {neap.bind = #neap.bind<data, "x">})
    -> (tensor<300x700xf32> {neap.bind = #neap.bind<output, "y">}) {
  %y = neap.softmax %x {axis = 1 : i64} : (tensor<300x700xf32>) -> tensor<300x700xf32>
  return %y : tensor<300x700xf32>
}

// The sum over rows after the softmax runs along the other dimension.
// CHECK-LABEL: func.func @reductions_along_different_dimensions
// CHECK-COUNT-2: neap.kernel
// CHECK-NOT: neap.kernel
// CHECK: return
func.func @reductions_along_different_dimensions(%x: tensor<300x700xf32> {neap.bind = #neap.bind<data, "x">})
    -> (tensor<1x700xf32> {neap.bind = #neap.bind<output, "y">}) {
  %y = neap.softmax %x {axis = 1 : i64} : (tensor<300x700xf32>) -> tensor<300x700xf32>
  %s = neap.reduce_sum %y [0] : tensor<300x700xf32> -> tensor<1x700xf32>
  return %s : tensor<1x700xf32>
}

// A value that others read is stored and used at once.
// CHECK-LABEL: func.func @two_results
// CHECK: %[[K:.*]]:2 = neap.kernel "mul"
// CHECK-NOT: neap.kernel
// CHECK: return %[[K]]#0, %[[K]]#1
func.func @two_results(%x: tensor<8x64xf32> {neap.bind = #neap.bind<data, "x">})
    -> (tensor<8x64xf32> {neap.bind = #neap.bind<output, "a">}, tensor<8x64xf32> {neap.bind = #neap.bind<output, "b">}) {
  %a = neap.exp %x : tensor<8x64xf32>
  %b = neap.mul %a, %x : tensor<8x64xf32>
  return %a, %b : tensor<8x64xf32>, tensor<8x64xf32>
}

// Each element of the left operand is read 64 times: it is not computed inside.
// CHECK-LABEL: func.func @product_of_computed_operand
// CHECK: neap.kernel "exp"
// CHECK: neap.kernel "relu"
// CHECK-NOT: neap.kernel
// CHECK: return
func.func @product_of_computed_operand(%x: tensor<32x32xf64> {neap.bind = #neap.bind<data, "x">},
                                       %w: tensor<32x64xf64> {neap.bind = #neap.bind<data, "w">})
    -> (tensor<32x64xf64> {neap.bind = #neap.bind<output, "y">}) {
  %a = neap.exp %x : tensor<32x32xf64>
  %b = neap.matmul %a, %w : (tensor<32x32xf64>, tensor<32x64xf64>) -> tensor<32x64xf64>
  %c = neap.relu %b : tensor<32x64xf64>
  return %c : tensor<32x64xf64>
}

// Joining exp and add would need the product both before and after it.
// CHECK-LABEL: func.func @way_through_another_kernel
// CHECK: neap.kernel "matmul"
// CHECK: neap.kernel "add"
// CHECK-NOT: neap.kernel
// CHECK: return
func.func @way_through_another_kernel(%x: tensor<32x32xf64> {neap.bind = #neap.bind<data, "x">})
    -> (tensor<32x32xf64> {neap.bind = #neap.bind<output, "y">}) {
  %a = neap.exp %x : tensor<32x32xf64>
  %b = neap.matmul %a, %x : (tensor<32x32xf64>, tensor<32x32xf64>) -> tensor<32x32xf64>
  %c = neap.add %a, %b : tensor<32x32xf64>
  return %c : tensor<32x32xf64>
}

// A gather reads memory; what follows is fused behind it.
// CHECK-LABEL: func.func @behind_a_gather
// CHECK: neap.kernel "exp"
// CHECK: neap.kernel "relu"
// CHECK-NOT: neap.kernel
// CHECK: return
func.func @behind_a_gather(%x: tensor<10x16xf32> {neap.bind = #neap.bind<data, "x">},
                           %i: tensor<5xi64> {neap.bind = #neap.bind<data, "i">})
    -> (tensor<5x16xf32> {neap.bind = #neap.bind<output, "y">}) {
  %a = neap.exp %x : tensor<10x16xf32>
  %g = neap.gather %a, %i {axis = 0 : i64} : (tensor<10x16xf32>, tensor<5xi64>) -> tensor<5x16xf32>
  %y = neap.relu %g : tensor<5x16xf32>
  return %y : tensor<5x16xf32>
}

// A view has no code and stays between kernels.
// CHECK-LABEL: func.func @view_between
// CHECK: neap.kernel "exp"
// CHECK: neap.reshape
// CHECK: neap.kernel "relu"
func.func @view_between(%x: tensor<8x64xf32> {neap.bind = #neap.bind<data, "x">})
    -> (tensor<512xf32> {neap.bind = #neap.bind<output, "y">}) {
  %a = neap.exp %x : tensor<8x64xf32>
  %r = neap.reshape %a {shape = array<i64: 512>} : tensor<8x64xf32> -> tensor<512xf32>
  %y = neap.relu %r : tensor<512xf32>
  return %y : tensor<512xf32>
}

// What is read across a row cannot be overwritten index by index; what is broadcast neither.
// CHECK-LABEL: func.func @not_in_place
// CHECK: neap.kernel
// CHECK-NOT: in_place
// CHECK: return
func.func @not_in_place(%x: tensor<8x64xf32> {neap.bind = #neap.bind<data, "x">})
    -> (tensor<8x64xf32> {neap.bind = #neap.bind<output, "y">}) {
  %s = neap.reduce_sum %x [1] : tensor<8x64xf32> -> tensor<8x1xf32>
  %b = neap.broadcast %s {shape = array<i64: 8, 64>} : tensor<8x1xf32> -> tensor<8x64xf32>
  %y = neap.div %x, %b : tensor<8x64xf32>
  return %y : tensor<8x64xf32>
}

// A constant that leaves the function has a kernel that writes it.
// CHECK-LABEL: func.func @returned_constant
// CHECK: neap.kernel "constant"
func.func @returned_constant() -> (tensor<4xf32> {neap.bind = #neap.bind<output, "y">}) {
  %c = neap.constant dense<1.0> : tensor<4xf32>
  return %c : tensor<4xf32>
}

// A kernel is called as the ONNX nodes are from which it comes.
// CHECK-LABEL: func.func @named
// CHECK: neap.kernel "scale.act"
func.func @named(%x: tensor<8x64xf32> {neap.bind = #neap.bind<data, "x">})
    -> (tensor<8x64xf32> {neap.bind = #neap.bind<output, "y">}) {
  %a = neap.mul %x, %x : tensor<8x64xf32> loc("scale")
  %y = neap.relu %a : tensor<8x64xf32> loc("act")
  return %y : tensor<8x64xf32>
}
