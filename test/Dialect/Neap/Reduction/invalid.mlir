// RUN: neap-opt %s -split-input-file -verify-diagnostics

func.func @axis_beyond_the_rank(%x: tensor<2x3xf32>) {
  // expected-error @+2 {{expected distinct axes in order below the rank 2, found [2]}}
  // expected-error @+1 {{failed to infer returned types}}
  %0 = "neap.reduce_sum"(%x) {axes = array<i64: 2>} : (tensor<2x3xf32>) -> tensor<2x3xf32>
  return
}

// -----

func.func @axes_that_repeat(%x: tensor<2x3xf32>) {
  // expected-error @+2 {{expected distinct axes in order below the rank 2, found [1, 1]}}
  // expected-error @+1 {{failed to infer returned types}}
  %0 = "neap.reduce_max"(%x) {axes = array<i64: 1, 1>} : (tensor<2x3xf32>) -> tensor<2x1xf32>
  return
}

// -----

func.func @mean_of_integers(%x: tensor<2x3xi32>) {
  // expected-error @+1 {{operand #0 must be}}
  %0 = "neap.reduce_mean"(%x) {axes = array<i64: 1>} : (tensor<2x3xi32>) -> tensor<2x1xi32>
  return
}

// -----

func.func @wrong_result(%x: tensor<2x3xf32>) {
  // expected-error @+2 {{inferred type(s) 'tensor<2x1xf32>' are incompatible with return type(s) of operation 'tensor<2xf32>'}}
  // expected-error @+1 {{failed to infer returned types}}
  %0 = "neap.reduce_sum"(%x) {axes = array<i64: 1>} : (tensor<2x3xf32>) -> tensor<2xf32>
  return
}

// -----

func.func @largest_of_nothing(%x: tensor<2x0xf32>) {
  // expected-error @+2 {{expected elements along axis 1 of 'tensor<2x0xf32>', found none}}
  // expected-error @+1 {{failed to infer returned types}}
  %0 = "neap.arg_max"(%x) {axis = 1 : i64} : (tensor<2x0xf32>) -> tensor<2x1xi64>
  return
}

// -----

func.func @sum_along_no_axis(%x: tensor<2x3xf32>) {
  // expected-error @+2 {{expected an axis below the rank 2, found -1}}
  // expected-error @+1 {{failed to infer returned types}}
  %0 = "neap.cumsum"(%x) {axis = -1 : i64} : (tensor<2x3xf32>) -> tensor<2x3xf32>
  return
}

// -----

func.func @l1_beyond_the_rank(%x: tensor<2x3xf32>) {
  // expected-error @+2 {{expected distinct axes in order below the rank 2, found [0, 2]}}
  // expected-error @+1 {{failed to infer returned types}}
  %0 = "neap.reduce_l1"(%x) {axes = array<i64: 0, 2>} : (tensor<2x3xf32>) -> tensor<1x3xf32>
  return
}

// -----

func.func @l2_beyond_the_rank(%x: tensor<2x3xf32>) {
  // expected-error @+2 {{expected distinct axes in order below the rank 2, found [0, 2]}}
  // expected-error @+1 {{failed to infer returned types}}
  %0 = "neap.reduce_l2"(%x) {axes = array<i64: 0, 2>} : (tensor<2x3xf32>) -> tensor<1x3xf32>
  return
}

// -----

func.func @log_sum_beyond_the_rank(%x: tensor<2x3xf32>) {
  // expected-error @+2 {{expected distinct axes in order below the rank 2, found [0, 2]}}
  // expected-error @+1 {{failed to infer returned types}}
  %0 = "neap.reduce_log_sum"(%x) {axes = array<i64: 0, 2>} : (tensor<2x3xf32>) -> tensor<1x3xf32>
  return
}

// -----

func.func @log_sum_exp_beyond_the_rank(%x: tensor<2x3xf32>) {
  // expected-error @+2 {{expected distinct axes in order below the rank 2, found [0, 2]}}
  // expected-error @+1 {{failed to infer returned types}}
  %0 = "neap.reduce_log_sum_exp"(%x) {axes = array<i64: 0, 2>} : (tensor<2x3xf32>) -> tensor<1x3xf32>
  return
}

// -----

func.func @min_beyond_the_rank(%x: tensor<2x3xf32>) {
  // expected-error @+2 {{expected distinct axes in order below the rank 2, found [0, 2]}}
  // expected-error @+1 {{failed to infer returned types}}
  %0 = "neap.reduce_min"(%x) {axes = array<i64: 0, 2>} : (tensor<2x3xf32>) -> tensor<1x3xf32>
  return
}

// -----

func.func @prod_beyond_the_rank(%x: tensor<2x3xf32>) {
  // expected-error @+2 {{expected distinct axes in order below the rank 2, found [0, 2]}}
  // expected-error @+1 {{failed to infer returned types}}
  %0 = "neap.reduce_prod"(%x) {axes = array<i64: 0, 2>} : (tensor<2x3xf32>) -> tensor<1x3xf32>
  return
}

// -----

func.func @sum_square_beyond_the_rank(%x: tensor<2x3xf32>) {
  // expected-error @+2 {{expected distinct axes in order below the rank 2, found [0, 2]}}
  // expected-error @+1 {{failed to infer returned types}}
  %0 = "neap.reduce_sum_square"(%x) {axes = array<i64: 0, 2>} : (tensor<2x3xf32>) -> tensor<1x3xf32>
  return
}

// -----

func.func @smallest_along_no_axis(%x: tensor<2x3xf32>) {
  // expected-error @+2 {{expected an axis below the rank 2, found 2}}
  // expected-error @+1 {{failed to infer returned types}}
  %0 = "neap.arg_min"(%x) {axis = 2 : i64} : (tensor<2x3xf32>) -> tensor<2x1xi64>
  return
}
