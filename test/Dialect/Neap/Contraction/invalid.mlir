// RUN: neap-opt %s -split-input-file -verify-diagnostics=only-expected

func.func @inner_dimensions(%a: tensor<4x8xf32>, %b: tensor<9x5xf32>) {
  // expected-error @+1 {{inner dimensions 8 and 9 differ: [4, 8] and [9, 5]}}
  %y = "neap.matmul"(%a, %b) : (tensor<4x8xf32>, tensor<9x5xf32>) -> tensor<4x5xf32>
  return
}

// -----

func.func @batches(%a: tensor<2x4x8xf32>, %b: tensor<3x8x5xf32>) {
  // expected-error @+1 {{batch dimensions 2 and 3 differ: [2, 4, 8] and [3, 8, 5]}}
  %y = "neap.matmul"(%a, %b) : (tensor<2x4x8xf32>, tensor<3x8x5xf32>) -> tensor<2x4x5xf32>
  return
}

// -----

func.func @integers(%a: tensor<4x8xi32>, %b: tensor<8x5xi32>) {
  // expected-error @+1 {{operand #0 must be statically shaped tensor of a floating-point type}}
  %y = "neap.matmul"(%a, %b) : (tensor<4x8xi32>, tensor<8x5xi32>) -> tensor<4x5xf32>
  return
}

// -----

func.func @element_types(%a: tensor<4x8xf32>, %b: tensor<8x5xf64>) {
  // expected-error @+1 {{expected operands of one element type, found 'f32' and 'f64'}}
  %y = "neap.matmul"(%a, %b) : (tensor<4x8xf32>, tensor<8x5xf64>) -> tensor<4x5xf32>
  return
}

// -----

func.func @scalar(%a: tensor<f32>, %b: tensor<8x5xf32>) {
  // expected-error @+1 {{expected operands of at least one dimension, found [] and [8, 5]}}
  %y = "neap.matmul"(%a, %b) : (tensor<f32>, tensor<8x5xf32>) -> tensor<8x5xf32>
  return
}

// -----

func.func @transposed_vector(%a: tensor<8xf32>, %b: tensor<8x5xf32>) {
  // expected-error @+1 {{a vector cannot be transposed: found [8] and [8, 5]}}
  %y = "neap.matmul"(%a, %b) {transpose_a} : (tensor<8xf32>, tensor<8x5xf32>) -> tensor<5xf32>
  return
}

// -----

func.func @wrong_result(%a: tensor<4x8xf32>, %b: tensor<8x5xf32>) {
  // expected-error @+1 {{inferred type(s) 'tensor<4x5xf32>' are incompatible with return type(s) of operation 'tensor<5x4xf32>'}}
  %y = "neap.matmul"(%a, %b) : (tensor<4x8xf32>, tensor<8x5xf32>) -> tensor<5x4xf32>
  return
}

// -----

func.func @gemm_addend(%a: tensor<4x8xf32>, %b: tensor<8x5xf32>, %c: tensor<4xf32>) {
  // expected-error @+1 {{expected a third operand that broadcasts to 'tensor<4x5xf32>', found 'tensor<4xf32>'}}
  %y = "neap.gemm"(%a, %b, %c) : (tensor<4x8xf32>, tensor<8x5xf32>, tensor<4xf32>) -> tensor<4x5xf32>
  return
}

// -----

func.func @gemm_rank(%a: tensor<2x4x8xf32>, %b: tensor<8x5xf32>) {
  // expected-error @+1 {{expected two matrices, found [2, 4, 8] and [8, 5]}}
  %y = "neap.gemm"(%a, %b) : (tensor<2x4x8xf32>, tensor<8x5xf32>) -> tensor<2x4x5xf32>
  return
}
